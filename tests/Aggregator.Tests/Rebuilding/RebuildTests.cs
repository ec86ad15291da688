using FsCheck.Fluent;

namespace KpiPlatform.Aggregator.Tests.Rebuilding;

public sealed class RebuildTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    [Fact]
    public async Task While_live_events_go_on_nothing_is_lost_and_nothing_counted_twice()
    {
        var events = Histories.Sets.Sample(40, 40).SelectMany((set, i) => set.Select(e => e with { Subject = $"{e.Subject}-{i}" })).ToList();
        await database.ProjectAsync(events.Take(events.Count / 2));

        var live = Task.Run(async () =>
        {
            foreach (var batch in events.Skip(events.Count / 2).Chunk(10)) await database.ProjectAsync(batch);
        });
        var reports = new List<long> { (await database.Rebuild.RunAsync(progress: null, CancellationToken.None)).Events };
        while (!live.IsCompleted) reports.Add((await database.Rebuild.RunAsync(progress: null, CancellationToken.None)).Events);
        await live;

        Assert.Equal(ProjectionDatabase.DigestOf(events), await database.VerifiedAsync());
        Assert.True(reports[0] >= events.Count / 2);
    }
}
