using System.Text.Json;

namespace KpiPlatform.Query.Tests.Endpoints;

public sealed class StatisticsTests(QueryService service) : IClassFixture<QueryService>, IAsyncLifetime
{
    private const string November = "from=2026-11-01&to=2026-11-08";
    private const long Star = 1_000_000_000;

    public async ValueTask InitializeAsync() => await service.OnceAsync(() => service.Writer.WriteAsync("acme", [
        .. Few.Of("response_time", "2026-11-02", 12, 60_000, "ann"), .. Few.Of("response_time", "2026-11-02", 12, 60_000, "bob"), .. Few.Of("response_time", "2026-11-03", 20, 3_600_000, "cid"),
        .. Few.Of("response_time", "2026-11-03", 3, 1_000, "dan"), .. Few.Of("response_time", "2026-11-03", 30, 7_000),
        .. Few.Of("csat_score", "2026-11-02", 6, 5 * Star), .. Few.Of("csat_score", "2026-11-02", 4, 2 * Star),
        .. Few.Of("tickets_opened", "2026-10-27", 30, category: "billing"), .. Few.Of("tickets_opened", "2026-11-03", 40, category: "billing"),
        .. Few.Of("tickets_opened", "2026-10-27", 5, category: "delivery"), .. Few.Of("tickets_opened", "2026-11-03", 25, category: "delivery"),
        .. Few.Of("tickets_opened", "2026-10-27", 20, category: "gone"), .. Few.Of("tickets_opened", "2026-11-03", 15, category: "new")]));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Agents_are_ranked_from_enough_on_and_equals_share_a_place()
    {
        var rows = await Rows($"/v1/breakdown?kpi=response_time&group_by=agent&order_by=value&{November}");
        Assert.Equal([" null", "ann 1", "bob 1", "cid 3", "dan null"], rows.Select(r => Group(r, "agent") + " " + r.GetProperty("rank").GetRawText()).Order());
        Assert.Equal(["ann", "bob", "cid"], rows.Take(3).Select(r => Group(r, "agent")));
        var few = await Rows($"/v1/breakdown?kpi=response_time&group_by=agent&order_by=-value&min_n=3&{November}");
        Assert.Equal(["cid 4", "ann 2", "bob 2", "dan 1", " null"], few.Select(r => Group(r, "agent") + " " + r.GetProperty("rank").GetRawText()));
        Assert.All(await Rows($"/v1/breakdown?kpi=tickets_opened&group_by=agent,category&{November}"), r => Assert.Equal(JsonValueKind.Null, r.GetProperty("rank").ValueKind));
        Assert.All(await Rows($"/v1/breakdown?kpi=response_time&group_by=channel&{November}"), r => Assert.False(r.TryGetProperty("rank", out _)));
    }

    [Fact]
    public async Task Numbers_say_how_sure_they_are_and_nothing_from_too_few()
    {
        var data = (await service.JsonAsync($"/v1/summary?kpi=csat_positive,csat_score,response_time&{November}")).GetProperty("data");
        Assert.Equal((0.3127, 0.8318), (Math.Round(data[0].GetProperty("ci").GetProperty("low").GetDouble(), 4), Math.Round(data[0].GetProperty("ci").GetProperty("high").GetDouble(), 4)));
        // Mean 3.8, standard deviation 1.549, t of 9 degrees of freedom 2.262.
        Assert.Equal((2.69, 4.91), (Math.Round(data[1].GetProperty("ci").GetProperty("low").GetDouble(), 2), Math.Round(data[1].GetProperty("ci").GetProperty("high").GetDouble(), 2)));
        Assert.Equal("""{"low":7,"high":60,"level":0.95}""", data[2].GetProperty("ci").GetRawText());
        var few = (await service.JsonAsync($"/v1/summary?kpi=response_time&agent=dan&{November}")).GetProperty("data")[0];
        Assert.False(few.TryGetProperty("ci", out _));
    }

    [Fact]
    public async Task Durations_tell_how_many_are_within_a_threshold()
    {
        var data = (await service.JsonAsync($"/v1/summary?kpi=response_time,csat_score&share_within=60&{November}")).GetProperty("data");
        // The 24 of a minute are taken for equal, but of a bin that the threshold cuts only count and sum are known.
        Assert.Equal("""{"threshold":60,"share":0.7402597402597403,"n_within":57,"error":0.2987012987012987}""", data[0].GetProperty("share_within").GetRawText());
        Assert.False(data[1].TryGetProperty("share_within", out _));
        var none = (await service.JsonAsync($"/v1/summary?kpi=response_time&share_within=0.5&channel=voice&{November}")).GetProperty("data")[0];
        Assert.Equal("""{"threshold":0.5,"share":null,"n_within":0,"error":0}""", none.GetProperty("share_within").GetRawText());
    }

    [Fact]
    public async Task A_distribution_has_bins_that_add_up_and_percentiles()
    {
        var answer = await service.JsonAsync($"/v1/distribution?kpi=response_time&{November}");
        var data = answer.GetProperty("data");
        Assert.Equal((77, 1d, 3600d, 7d), (data.GetProperty("n").GetInt32(), data.GetProperty("min").GetDouble(), data.GetProperty("max").GetDouble(), data.GetProperty("percentiles").GetProperty("p25").GetDouble()));
        Assert.Equal("""{"from":0.5,"to":1,"count":3}""", data.GetProperty("bins")[0].GetRawText());
        Assert.Equal(77, data.GetProperty("bins").EnumerateArray().Sum(b => b.GetProperty("count").GetInt32()));
        Assert.Equal(0.01, answer.GetProperty("meta").GetProperty("relative_error").GetDouble());
        var own = (await service.JsonAsync($"/v1/distribution?kpi=response_time&bins=10,60&{November}&group_by=agent")).GetProperty("data");
        Assert.Equal("""[{"from":0,"to":10,"count":33},{"from":10,"to":60,"count":24},{"from":60,"to":null,"count":20}]""", own.GetProperty("bins").GetRawText());
        Assert.Equal(77, own.GetProperty("groups").EnumerateArray().Sum(g => g.GetProperty("n").GetInt32()));
        var score = (await service.JsonAsync($"/v1/distribution?kpi=csat_score&{November}")).GetProperty("data");
        Assert.Equal([0, 4, 0, 0, 6], score.GetProperty("bins").EnumerateArray().Select(b => b.GetProperty("count").GetInt32()));
        Assert.Equal((2d, 5d, 3.8), (score.GetProperty("min").GetDouble(), score.GetProperty("percentiles").GetProperty("p50").GetDouble(), score.GetProperty("mean").GetDouble()));
        var empty = (await service.JsonAsync($"/v1/distribution?kpi=response_time&channel=voice&{November}")).GetProperty("data");
        Assert.Equal((0, JsonValueKind.Null), (empty.GetProperty("bins").GetArrayLength(), empty.GetProperty("percentiles").GetProperty("p99").ValueKind));
    }

    [Fact]
    public async Task Categories_are_shares_of_all_the_fastest_growing_first()
    {
        var answer = await service.JsonAsync($"/v1/breakdown?kpi=category_share&group_by=category&{November}");
        var rows = answer.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(["delivery", "new", "billing", "gone"], rows.Select(r => Group(r, "category")));
        Assert.Equal([25, 15, 40, 0], rows.Select(r => Share(r).GetProperty("n").GetInt32()));
        Assert.Equal(1, rows.Sum(r => Share(r).GetProperty("value").GetDouble()), 1e-12);
        Assert.Equal((0.3125, 25, 80), (Share(rows[0]).GetProperty("value").GetDouble(), Share(rows[0]).GetProperty("numerator").GetInt32(), Share(rows[0]).GetProperty("denominator").GetInt32()));
        Assert.Equal("""{"value":0,"n":0}""", Share(rows[1]).GetProperty("previous").GetRawText());
        Assert.Equal(("previous_period", "-change"), (answer.GetProperty("query").GetProperty("compare").GetProperty("by").GetString(), answer.GetProperty("query").GetProperty("order_by").GetString()));
        var limited = await Rows($"/v1/breakdown?kpi=category_share&group_by=category&limit=1&{November}");
        Assert.Equal((2, 1d), (limited.Count, limited.Sum(r => Share(r).GetProperty("value").GetDouble())));
        Assert.Equal(1, (await service.JsonAsync($"/v1/summary?kpi=category_share&category=new&{November}")).GetProperty("data")[0].GetProperty("value").GetDouble());
        var all = await service.JsonAsync($"/v1/breakdown?group_by=category&{November}");
        Assert.False(all.GetProperty("query").TryGetProperty("compare", out _));
    }

    [Fact]
    public async Task Rows_can_be_ordered_by_any_kpis_change()
    {
        var rows = await Rows($"/v1/breakdown?kpi=tickets_opened&group_by=category&compare=previous_period&order_by=change&{November}");
        Assert.Equal(["gone", "billing", "new", "delivery"], rows.Select(r => Group(r, "category")));
    }

    private static JsonElement Share(JsonElement row) => row.GetProperty("kpis").GetProperty("category_share");

    private static string? Group(JsonElement row, string dimension) => row.GetProperty("group").GetProperty(dimension).GetString();

    private async Task<List<JsonElement>> Rows(string path) => [.. (await service.JsonAsync(path)).GetProperty("data").EnumerateArray()];
}
