using System.Net;

namespace KpiPlatform.Query.Tests.Configuring;

public sealed class RecalculatingTests(QueryService service) : IClassFixture<QueryService>
{
    [Fact]
    public async Task While_streams_are_under_older_rules_answers_say_so_and_are_no_longer_what_they_were()
    {
        const string Path = "/v1/summary?kpi=tickets_opened";
        await service.Writer.RunAsync("insert into timelines (shard, stream, timeline, workspace) select shard, '11111111-1111-1111-1111-111111111111', '', 'globex' from partitions");
        using var before = await service.GetAsync(Path, "globex");
        Assert.Empty(await WarningsAsync("globex"));

        using var put = await service.SendAsync(HttpMethod.Put, "/v1/calendars/office", """{"timezone":"UTC","weekly":{"mon":[["09:00","17:00"]]},"default":true}""");
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        using var meanwhile = await service.GetAsync(Path, "globex", before.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, meanwhile.StatusCode);
        Assert.Equal(["recalculating"], await WarningsAsync("globex"));
        Assert.Empty(await WarningsAsync("acme"));

        await service.Writer.RunAsync("update timelines set rules_version = (select max(version) from rules)");
        Assert.Empty(await WarningsAsync("globex"));
    }

    [Fact]
    public async Task Streams_that_were_folded_again_make_another_version()
    {
        using var before = await service.GetAsync("/v1/summary?kpi=tickets_opened");
        await service.Writer.RunAsync("update partitions set revision = revision + 1 where partition = 1");
        using var after = await service.GetAsync("/v1/summary?kpi=tickets_opened", ifNoneMatch: before.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    private async Task<IEnumerable<string?>> WarningsAsync(string key) =>
        (await service.JsonAsync("/v1/summary?kpi=tickets_opened", key)).GetProperty("meta").GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("code").GetString()).ToList();
}
