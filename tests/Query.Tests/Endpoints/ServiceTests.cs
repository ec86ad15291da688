using System.Net;
using KpiPlatform.Kpis;
using KpiPlatform.Testing;

namespace KpiPlatform.Query.Tests.Endpoints;

public sealed class ServiceTests(QueryService service) : IClassFixture<QueryService>
{
    [Fact]
    public async Task An_unchanged_answer_is_not_sent_again_and_a_changed_one_is()
    {
        const string Path = "/v1/breakdown?kpi=tickets_opened&group_by=channel&window=90d";
        using var first = await service.GetAsync(Path);
        var tag = first.Headers.ETag!.ToString();
        Assert.Equal("no-cache, private", string.Join(", ", first.Headers.CacheControl!.ToString().Split(", ").Order()));
        using var again = await service.GetAsync(Path, ifNoneMatch: $"\"other\", {tag}");
        Assert.Equal((HttpStatusCode.NotModified, ""), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        using var otherWindow = await service.GetAsync(Path.Replace("90d", "91d", StringComparison.Ordinal), ifNoneMatch: tag);
        using var otherKey = await service.GetAsync(Path, "globex", tag);
        await service.TellAsync("acme", new Story("etag").Opened("09:00"));
        using var later = await service.GetAsync(Path, ifNoneMatch: tag);
        Assert.All([otherWindow, otherKey, later], r => Assert.Equal(HttpStatusCode.OK, r.StatusCode));
    }

    [Fact]
    public async Task Mistakes_are_a_problem_that_names_each_of_them()
    {
        var problem = await service.JsonAsync("/v1/timeseries?kpi=first_respons_time&groupby=agent&compare=previous_yaer", status: 400);
        Assert.Equal("invalid_query", problem.GetProperty("code").GetString());
        var errors = problem.GetProperty("errors").EnumerateArray().ToDictionary(e => e.GetProperty("parameter").GetString()!, StringComparer.Ordinal);
        Assert.Equal("first_response_time", errors["kpi"].GetProperty("did_you_mean").GetString());
        Assert.Equal("group_by", errors["groupby"].GetProperty("did_you_mean").GetString());
        Assert.Equal("previous_year", errors["compare"].GetProperty("did_you_mean").GetString());
        Assert.Contains("backlog", errors["kpi"].GetProperty("allowed").EnumerateArray().Select(a => a.GetString()));
    }

    [Fact]
    public async Task The_catalogue_is_told_whole()
    {
        var all = (await service.JsonAsync("/v1/kpis")).GetProperty("data");
        Assert.Equal(Catalogue.Default.Kpis.Select(k => k.Id), all.EnumerateArray().Select(k => k.GetProperty("id").GetString()));
        var one = (await service.JsonAsync("/v1/kpis/first_response_time")).GetProperty("data");
        Assert.Equal(("Erste Reaktionszeit", "s", "lower"), (one.GetProperty("names").GetProperty("de").GetString(), one.GetProperty("unit").GetString(), one.GetProperty("better").GetString()));
        Assert.Equal(("agent_opened", 28800), (one.GetProperty("excludes")[0].GetProperty("reason").GetString(), one.GetProperty("default_target").GetProperty("threshold").GetInt32()));
        Assert.Contains("area", one.GetProperty("dimensions").EnumerateArray().Select(d => d.GetString()));
        Assert.Contains("p95", one.GetProperty("stats").EnumerateArray().Select(d => d.GetString()));
        Assert.Equal("csat_score", (await service.JsonAsync("/v1/kpis/csat_scor", status: 404)).GetProperty("errors")[0].GetProperty("did_you_mean").GetString());
    }

    [Fact]
    public async Task The_document_knows_the_parameters_and_the_shapes()
    {
        using var response = await service.GetAsync("/openapi/v1.json", key: null);
        var document = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        var breakdown = document.GetProperty("paths").GetProperty("/v1/breakdown").GetProperty("get");
        Assert.Contains("group_by", breakdown.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty("TimeseriesAnswer", out _));
        Assert.Matches(@"^\d+\.\d+\.\d+(\+|$)", document.GetProperty("info").GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("live")]
    [InlineData("ready")]
    [InlineData("startup")]
    public async Task It_says_that_it_is_well(string kind)
    {
        using var response = await service.GetAsync("/health/" + kind, key: null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_key_that_asks_too_often_is_told_when_to_come_again()
    {
        using var one = await service.GetAsync("/v1/kpis", "acme-blind");
        Assert.Equal("\"default\";q=300;w=60", one.Headers.GetValues("RateLimit-Policy").Single());
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => service.GetAsync("/v1/kpis/backlog", "acme-blind")));
        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("r=0", refused.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        using var other = await service.GetAsync("/v1/kpis", "acme");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }
}
