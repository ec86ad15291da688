using System.Net;
using System.Text.Json;

namespace KpiPlatform.Query.Tests.Configuring;

public sealed class TargetEndpointTests(QueryService service) : IClassFixture<QueryService>
{
    [Fact]
    public async Task A_target_is_told_whole_with_what_was_left_out()
    {
        using var created = await PutAsync("frt-social", """{"kpi":"first_response_time","threshold":3600,"scope":{"channel":["social"]}}""");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var read = await service.SendAsync(HttpMethod.Get, "/v1/targets/frt-social");
        var target = JsonSerializer.Deserialize<JsonElement>(await read.Content.ReadAsStringAsync());
        Assert.Equal(("p90", "<=", 3600), (target.GetProperty("stat").GetString(), target.GetProperty("comparison").GetString(), target.GetProperty("threshold").GetDouble()));
    }

    [Fact]
    public async Task Of_two_targets_that_tie_the_second_is_refused_with_the_name_of_the_first()
    {
        using var first = await PutAsync("first", """{"kpi":"csat_score","threshold":4,"valid_to":"2026-07-01T00:00:00Z"}""");
        using var tie = await PutAsync("second", """{"kpi":"csat_score","threshold":4.5,"valid_from":"2026-06-01T00:00:00Z"}""");
        Assert.Equal(HttpStatusCode.Conflict, tie.StatusCode);
        Assert.Contains("'first'", await tie.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var after = await PutAsync("second", """{"kpi":"csat_score","threshold":4.5,"valid_from":"2026-07-01T00:00:00Z"}""");
        using var elsewhere = await PutAsync("third", """{"kpi":"csat_score","threshold":3,"scope":{"team":["first"]}}""");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (after.StatusCode, elsewhere.StatusCode));
    }

    [Fact]
    public async Task Mistakes_are_told_with_their_places()
    {
        using var refused = await PutAsync("wrong", """{"kpi":"csat_scor","threshold":"high"}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var errors = JsonSerializer.Deserialize<JsonElement>(await refused.Content.ReadAsStringAsync()).GetProperty("errors");
        Assert.Equal(["/kpi", "/threshold"], errors.EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
    }

    private Task<HttpResponseMessage> PutAsync(string id, string body) => service.SendAsync(HttpMethod.Put, "/v1/targets/" + id, body);
}
