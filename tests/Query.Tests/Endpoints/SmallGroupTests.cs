using KpiPlatform.Testing;

namespace KpiPlatform.Query.Tests.Endpoints;

/// <summary>Four colleagues answered for delivery, seven for the shop, nine for support: what the four said can be told from no answer.</summary>
public sealed class SmallGroupTests(QueryService service) : IClassFixture<QueryService>, IAsyncLifetime
{
    private const string September = "kpi=enps&from=2026-09-01&to=2026-10-01&timezone=UTC";
    private const string Nothing = """{"value":null,"n":null,"suppressed":true}""";

    public async ValueTask InitializeAsync() => await service.OnceAsync(() => service.TellAsync(
        "acme", [.. Answers("delivery", "7 09:00", 4, score: 0), .. Answers("shop", "8 09:00", 7, score: 8), .. Answers("support", "9 09:00", 9, score: 10)]));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task All_together_are_enough()
    {
        var number = (await service.JsonAsync($"/v1/summary?{September}")).GetProperty("data")[0];

        Assert.Equal((25, 20), (number.GetProperty("value").GetDouble(), number.GetProperty("n").GetInt64()));
        Assert.Equal("""{"promoters":9,"passives":7,"detractors":4}""", number.GetProperty("parts").GetRawText());
        Assert.False(number.TryGetProperty("suppressed", out _));
    }

    [Fact]
    public async Task A_filter_does_not_show_the_few()
    {
        Assert.Equal("""{"kpi":"enps","value":null,"n":null,"suppressed":true}""", (await service.JsonAsync($"/v1/summary?{September}&area=delivery")).GetProperty("data")[0].GetRawText());
    }

    [Fact]
    public async Task A_breakdown_hides_a_second_group_so_that_the_total_does_not_show_the_first()
    {
        var rows = (await service.JsonAsync($"/v1/breakdown?{September}&group_by=area&order_by=area")).GetProperty("data");

        Assert.Equal([Nothing, Nothing], rows.EnumerateArray().Take(2).Select(r => r.GetProperty("kpis").GetProperty("enps").GetRawText()));
        Assert.Equal((100, 9), (rows[2].GetProperty("kpis").GetProperty("enps").GetProperty("value").GetDouble(), rows[2].GetProperty("kpis").GetProperty("enps").GetProperty("n").GetInt64()));
    }

    [Fact]
    public async Task Neither_does_the_group_of_what_is_beyond_the_limit()
    {
        var rows = (await service.JsonAsync($"/v1/breakdown?{September}&group_by=area&order_by=-area&limit=2")).GetProperty("data");

        Assert.Equal(["support", "shop", "__other__"], rows.EnumerateArray().Select(r => r.GetProperty("group").GetProperty("area").GetString()));
        Assert.Equal([Nothing, Nothing], rows.EnumerateArray().Skip(1).Select(r => r.GetProperty("kpis").GetProperty("enps").GetRawText()));
    }

    [Fact]
    public async Task A_series_hides_a_second_day_so_that_the_window_does_not_show_the_first()
    {
        var series = (await service.JsonAsync($"/v1/timeseries?kpi=enps&interval=day&from=2026-09-07&to=2026-09-10&timezone=UTC")).GetProperty("data").GetProperty("series")[0];

        Assert.Equal("[null,null,100]", series.GetProperty("values").GetRawText());
        Assert.Equal("[null,null,9]", series.GetProperty("n").GetRawText());
    }

    [Fact]
    public async Task There_is_no_distribution_of_it() => await service.JsonAsync($"/v1/distribution?{September}", status: 400);

    private static Story[] Answers(string area, string at, int count, int score) =>
        [.. Enumerable.Range(0, count).Select(i => new Story($"{area}{i}").Answered(at, score, "0-10", area: area, kind: "enps"))];
}
