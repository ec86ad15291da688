using System.Net;
using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Query.Tests.Endpoints;

public sealed class AnswerTests(QueryService service) : IClassFixture<QueryService>, IAsyncLifetime
{
    private const string September = "from=2026-09-01&to=2026-10-01&timezone=UTC";

    public async ValueTask InitializeAsync() => await service.OnceAsync(async () =>
    {
        await service.TellAsync(
            "acme",
            new Story("t1").Opened("09:00", category: "billing").Reply("09:30", "ann").Resolved("10:00", "ann").Answered("11:00", 5, agent: "ann", area: "delivery").Answered("12:00", 2, survey: "b"),
            new Story("t2").Opened("09:00", Party.Agent, Channel.Chat).Wrote("10:00").Reply("10:05", "bob"));
        await service.TellAsync("globex", new Story("t1", "globex").Opened("09:00"));
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_summary_tells_each_number_in_the_shape_of_its_kind()
    {
        var data = await Summary("tickets_opened,resolution_rate,first_response_time,csat_score,csat_positive,backlog,resolution_time_net", "&stat=mean");
        Assert.Equal("""{"kpi":"tickets_opened","value":2,"n":2}""", data[0]);
        Assert.Equal("""{"kpi":"resolution_rate","value":0.5,"n":2,"numerator":1,"denominator":2,"ci":{"low":0.09453120573423071,"high":0.9054687942657693,"level":0.95},"provisional":1,"closing_ratio":0.5}""", data[1]);
        Assert.Equal("""{"kpi":"first_response_time","value":1800,"stat":"mean","n":1,"excluded":{"agent_opened":1}}""", data[2]);
        Assert.Equal("""{"kpi":"csat_score","value":3.5,"stat":"mean","n":2,"ci":{"low":1,"high":5,"level":0.95}}""", data[3]);
        Assert.Equal("""{"kpi":"csat_positive","value":0.5,"n":2,"numerator":1,"denominator":2,"ci":{"low":0.09453120573423071,"high":0.9054687942657693,"level":0.95},"parts":{"very_positive":1,"positive":0,"neutral":0,"negative":1,"very_negative":0}}""", data[4]);
        Assert.Equal("""{"kpi":"backlog","value":1,"n":1,"parts":{"under_1d":0,"1d_to_3d":0,"3d_to_7d":0,"7d_to_30d":1,"over_30d":0}}""", data[5]);
        Assert.Equal("""{"kpi":"resolution_time_net","value":3600,"stat":"mean","n":1,"target":{"id":"default","stat":"p90","comparison":"<=","threshold":172800,"value":3600,"state":"met"}}""", data[6]);
    }

    [Fact]
    public async Task No_data_is_null_and_nothing_happened_is_zero()
    {
        var data = await Summary("tickets_opened,resolution_rate,first_response_time,csat_score", "&channel=voice");
        Assert.Equal("""{"kpi":"tickets_opened","value":0,"n":0}""", data[0]);
        Assert.Equal("""{"kpi":"resolution_rate","value":null,"n":0,"numerator":0,"denominator":0,"provisional":0,"closing_ratio":null}""", data[1]);
        Assert.Equal("""{"kpi":"first_response_time","value":null,"stat":"p50","n":0,"excluded":{"agent_opened":0}}""", data[2]);
        Assert.Equal("""{"kpi":"csat_score","value":null,"stat":"mean","n":0}""", data[3]);
    }

    [Fact]
    public async Task A_breakdown_has_a_row_for_each_group_with_data_and_none_is_a_group()
    {
        var byArea = await service.JsonAsync($"/v1/breakdown?kpi=csat_score&group_by=area&order_by=area&{September}");
        Assert.Equal(
            """[{"group":{"area":null},"kpis":{"csat_score":{"value":2,"stat":"mean","n":1}}},{"group":{"area":"delivery"},"kpis":{"csat_score":{"value":5,"stat":"mean","n":1}}}]""",
            byArea.GetProperty("data").GetRawText());
        var byAgent = await service.JsonAsync($"/v1/breakdown?kpi=first_response_time&stat=mean&group_by=agent&{September}&channel=email");
        Assert.Equal("""[{"group":{"agent":"ann"},"kpis":{"first_response_time":{"value":1800,"stat":"mean","n":1,"excluded":{"agent_opened":0}}},"rank":null}]""", byAgent.GetProperty("data").GetRawText());
        Assert.Equal("facts", byAgent.GetProperty("meta").GetProperty("answered_from").GetString());
    }

    [Fact]
    public async Task A_time_series_has_every_bucket_and_a_stock_at_the_end_of_each()
    {
        var answer = await service.JsonAsync("/v1/timeseries?kpi=tickets_opened,backlog,response_time&stat=mean&interval=day&from=2026-09-06&to=2026-09-09&timezone=Europe/Helsinki");
        Assert.Equal(
            """{"buckets":["2026-09-06T00:00:00+03:00","2026-09-07T00:00:00+03:00","2026-09-08T00:00:00+03:00"],"partial":[false,false,false],"series":["""
            + """{"kpi":"tickets_opened","group":{},"values":[0,2,0],"n":[0,2,0]},"""
            + """{"kpi":"backlog","group":{},"values":[0,1,1],"n":[0,1,1]},"""
            + """{"kpi":"response_time","group":{},"values":[null,1050,null],"n":[0,2,0]}]}""",
            answer.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task An_answer_says_what_was_asked_and_what_it_stands_on()
    {
        var answer = await service.JsonAsync("/v1/summary?kpi=first_response_time&window=7d&timezone=Europe/Helsinki&channel=email,chat&category!=null&stat=p90");
        Assert.Equal(
            """{"kpi":["first_response_time"],"from":"2026-11-16T00:00:00+02:00","to":"2026-11-23T00:00:00+02:00","timezone":"Europe/Helsinki","window":"7d","stat":"p90","cohort":"event","business_hours":false,"profile":"default","filters":[["is","channel",["email","chat"]],["is_not","category",[null]]],"group_by":[]}""",
            answer.GetProperty("query").GetRawText());
        var meta = answer.GetProperty("meta");
        var kpi = meta.GetProperty("kpis").GetProperty("first_response_time");
        Assert.Equal(("s", "first human reply", "lower"), (kpi.GetProperty("unit").GetString(), kpi.GetProperty("booked_on").GetString(), kpi.GetProperty("better").GetString()));
        Assert.Equal("2026-11-20T14:00:00+02:00", meta.GetProperty("watermark").GetString());
        Assert.Equal((0.01, 2d), (meta.GetProperty("relative_error").GetDouble(), meta.GetProperty("lag_s").GetDouble()));
        Assert.True(meta.GetProperty("projection_version").GetInt64() > 0);
        Assert.Equal(JsonValueKind.Array, meta.GetProperty("warnings").ValueKind);
    }

    [Fact]
    public async Task A_key_sees_its_own_workspace_and_no_other()
    {
        Assert.Equal(1, (await service.JsonAsync($"/v1/summary?kpi=tickets_opened&{September}", "globex")).GetProperty("data")[0].GetProperty("value").GetInt32());
        Assert.Equal(2, (await service.JsonAsync($"/v1/summary?kpi=tickets_opened&{September}")).GetProperty("data")[0].GetProperty("value").GetInt32());
        Assert.Equal(1, (await service.JsonAsync($"/v1/summary?kpi=tickets_opened&{September}&channel=email&source=/desk/a", "globex")).GetProperty("data")[0].GetProperty("value").GetInt32());
        Assert.Contains("unknown_parameter", (await service.JsonAsync("/v1/summary?workspace=globex", status: 400)).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/breakdown?group_by=agent")]
    [InlineData("/v1/summary?agent=ann")]
    [InlineData("/v1/timeseries?kpi=backlog&agent!=ann")]
    public async Task Agents_need_a_scope_of_their_own(string path)
    {
        Assert.Contains("metrics.agents:read", (await service.JsonAsync(path, "acme-blind", 403)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await service.JsonAsync(path, "globex");
    }

    [Fact]
    public async Task Without_a_key_or_with_the_wrong_one_there_is_no_answer()
    {
        foreach ((string? key, HttpStatusCode status) in new (string?, HttpStatusCode)[] { (null, HttpStatusCode.Unauthorized), ("nobody", HttpStatusCode.Unauthorized), ("acme-write", HttpStatusCode.Forbidden) })
        {
            using var response = await service.GetAsync("/v1/kpis", key);
            Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        }
    }

    private async Task<List<string>> Summary(string kpis, string more) =>
        [.. (await service.JsonAsync($"/v1/summary?kpi={kpis}&{September}{more}")).GetProperty("data").EnumerateArray().Select(d => d.GetRawText())];
}
