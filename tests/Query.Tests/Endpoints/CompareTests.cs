using System.Text.Json;

namespace KpiPlatform.Query.Tests.Endpoints;

/// <summary>It is Sunday, 22 November 2026, 11:30:15 in Helsinki.</summary>
public sealed class CompareTests(QueryService service) : IClassFixture<QueryService>, IAsyncLifetime
{
    private const string Helsinki = "timezone=Europe/Helsinki";

    public async ValueTask InitializeAsync() => await service.OnceAsync(() => service.Writer.WriteAsync("acme", [
        .. Few.Of("tickets_opened", "2026-11-22T05:00:00Z", 6), .. Few.Of("tickets_opened", "2026-11-15T05:00:00Z", 4), .. Few.Of("tickets_opened", "2026-11-15T15:00:00Z", 40),
        .. Few.Of("tickets_opened", "2025-11-23T05:00:00Z", 3),
        .. Few.Of("response_time", "2026-11-22T05:00:00Z", value: 60_000), .. Few.Of("response_time", "2026-11-15T05:00:00Z", 2, value: 240_000),
        // Around the clock change of 25 October: the day has 25 hours, from 21:00Z to 22:00Z.
        .. Few.Of("tickets_opened", "2026-10-24T21:00:00Z", 2), .. Few.Of("tickets_opened", "2026-10-25T21:59:59Z", 1), .. Few.Of("tickets_opened", "2026-10-17T20:59:59Z", 7), .. Few.Of("tickets_opened", "2026-10-18T20:59:59Z", 1),
        // The last days of January and February.
        .. Few.Of("tickets_opened", "2026-03-15T12:00:00Z", 5), .. Few.Of("tickets_opened", "2026-02-28T12:00:00Z", 2), .. Few.Of("tickets_opened", "2026-01-31T12:00:00Z", 9)]));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task So_far_today_is_compared_with_as_much_of_the_same_weekday()
    {
        var answer = await service.JsonAsync($"/v1/summary?kpi=tickets_opened,response_time,csat_score&stat=mean&window=today&{Helsinki}&compare=previous_period");
        Assert.Equal("""{"kpi":"tickets_opened","value":6,"n":6,"previous":{"value":4,"n":4},"change":{"absolute":2,"relative":0.5,"verdict":"changed"}}""", Number(answer, 0));
        Assert.Equal("""{"kpi":"response_time","value":60,"stat":"mean","n":1,"previous":{"value":240,"n":2},"change":{"absolute":-180,"relative":-0.75,"verdict":"better"}}""", Number(answer, 1));
        Assert.Equal("""{"kpi":"csat_score","value":null,"stat":"mean","n":0,"previous":{"value":null,"n":0},"change":{"absolute":null,"relative":null,"verdict":null}}""", Number(answer, 2));
        Assert.Equal(
            """{"by":"previous_period","from":"2026-11-15T00:00:00+02:00","to":"2026-11-15T11:31:00+02:00","align":"weekday","partial":"exclude"}""",
            answer.GetProperty("query").GetProperty("compare").GetRawText());
    }

    [Theory]
    [InlineData("window=today&compare=previous_period&partial=include", 6, 44)]
    [InlineData("window=7d&compare=previous_year", 6, 3)]
    [InlineData("window=today&compare=2026-11-15/2026-11-16", 6, 4)]
    [InlineData("from=2026-10-25&to=2026-10-26&compare=previous_period", 3, 1)]
    [InlineData("from=2026-10-18&to=2026-10-19&compare=2026-10-25/2026-10-26", 1, 3)]
    [InlineData("from=2026-10-18&to=2026-10-19&compare=previous_period&align=date", 1, 7)]
    [InlineData("from=2026-03-01&to=2026-03-31&compare=previous_period&align=date", 5, 2)]
    [InlineData("from=2026-02-01&to=2026-03-01&compare=previous_period&align=date", 2, 9)]
    [InlineData("from=2026-02-01&to=2026-03-01&compare=2026-01-01T00:00:00%2B02:00/2026-01-31T14:00:00%2B02:00", 2, 0)]
    public async Task Days_meet_days_whatever_their_length(string query, int now, int before)
    {
        var number = (await service.JsonAsync($"/v1/summary?kpi=tickets_opened&{query}&{Helsinki}")).GetProperty("data")[0];
        Assert.Equal((now, before), (number.GetProperty("value").GetInt32(), number.GetProperty("previous").GetProperty("value").GetInt32()));
    }

    [Fact]
    public async Task A_series_has_the_previous_buckets_beside_its_own_and_leaves_what_is_not_over_out_of_the_total()
    {
        var data = (await service.JsonAsync($"/v1/timeseries?kpi=tickets_opened&window=today&interval=hour&{Helsinki}&compare=previous_period")).GetProperty("data");
        var series = data.GetProperty("series")[0];
        Assert.Equal((24, 24, 24), (data.GetProperty("buckets").GetArrayLength(), data.GetProperty("previous").GetProperty("buckets").GetArrayLength(), series.GetProperty("previous").GetProperty("values").GetArrayLength()));
        Assert.Equal("2026-11-15T00:00:00+02:00", data.GetProperty("previous").GetProperty("buckets")[0].GetString());
        Assert.Equal((6, 4, 40), (series.GetProperty("values")[7].GetInt32(), series.GetProperty("previous").GetProperty("values")[7].GetInt32(), series.GetProperty("previous").GetProperty("n")[17].GetInt32()));
        Assert.Equal((false, true, false), (data.GetProperty("partial")[10].GetBoolean(), data.GetProperty("partial")[11].GetBoolean(), data.GetProperty("previous").GetProperty("partial")[11].GetBoolean()));
        Assert.Equal("""{"value":6,"n":6,"previous":{"value":4,"n":4},"change":{"absolute":2,"relative":0.5,"verdict":"changed"}}""", series.GetProperty("total").GetRawText());

        var whole = (await service.JsonAsync($"/v1/timeseries?kpi=tickets_opened&window=today&interval=hour&{Helsinki}&compare=previous_period&partial=include")).GetProperty("data").GetProperty("series")[0];
        Assert.Equal(44, whole.GetProperty("total").GetProperty("previous").GetProperty("value").GetInt32());
        var day = (await service.JsonAsync($"/v1/timeseries?kpi=tickets_opened&window=today&interval=day&{Helsinki}&compare=previous_period")).GetProperty("data").GetProperty("series")[0];
        Assert.Equal("""{"value":null,"n":0,"previous":{"value":null,"n":0},"change":{"absolute":null,"relative":null,"verdict":null}}""", day.GetProperty("total").GetRawText());
    }

    [Fact]
    public async Task Another_window_to_compare_with_is_another_answer()
    {
        var tags = new HashSet<string>(StringComparer.Ordinal);
        foreach (var more in (string[])["", "&compare=previous_period", "&compare=previous_period&partial=include", "&compare=previous_period&align=date", "&compare=previous_year", "&share_within=60", "&share_within=61"])
        {
            using var response = await service.GetAsync($"/v1/summary?kpi=response_time&window=7d{more}");
            Assert.True(tags.Add(response.Headers.ETag!.ToString()), more);
        }
    }

    [Fact]
    public async Task What_has_no_effect_is_told()
    {
        var warnings = (await service.JsonAsync("/v1/summary?kpi=backlog&align=date&partial=include")).GetProperty("meta").GetProperty("warnings");
        Assert.Equal(["no_effect", "no_effect"], warnings.EnumerateArray().Select(w => w.GetProperty("code").GetString()));
    }

    private static string Number(JsonElement answer, int index) => answer.GetProperty("data")[index].GetRawText();
}
