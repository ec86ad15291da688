using FsCheck.Fluent;
using KpiPlatform.Aggregator.Consuming;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Testing;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPlatform.Aggregator.Tests.Rebuilding;

/// <summary>Two releases work on one database; the later one has KPIs that the earlier does not know.</summary>
public sealed class UpgradeTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    private static readonly Catalogue Earlier = new([.. Catalogue.Default.Kpis.Take(20)]);

    [Fact]
    public async Task The_earlier_release_counts_until_the_later_one_has_made_all_anew_and_then_adds_nothing_more()
    {
        await database.EmptyAsync();
        await StampAsync(null);
        var events = Histories.Sets.Sample(40, 40).SelectMany((set, i) => set.Select(e => e with { Subject = $"{e.Subject}-{i}" })).ToList();
        await database.ProjectAsync(events.Take(events.Count / 3), database.StoreOf(Earlier));
        await StampAsync(DefinitionSet.Of(Earlier));

        // The later release makes its own while the earlier goes on; what that may not count any more stays at the broker.
        var refused = new List<CanonicalEvent>();
        var live = Task.Run(async () =>
        {
            foreach (var batch in events.Skip(events.Count / 3).Chunk(10)) refused.AddRange(await CountedByAsync(database.StoreOf(Earlier), batch));
        });
        await database.Rebuild.RunAsync(progress: null, CancellationToken.None);
        await live;
        await database.ProjectAsync(refused);

        Assert.Equal(ProjectionDatabase.DigestOf(events), await database.VerifiedAsync());
        Assert.Equal(events.TakeLast(1), await CountedByAsync(database.StoreOf(Earlier), events.TakeLast(1)));
        Assert.Equal(DefinitionSet.Of(Catalogue.Default).ToString(), $"{await StoredAsync()}");
    }

    [Fact]
    public async Task A_worker_of_the_earlier_release_gives_its_messages_back_and_ends_its_process()
    {
        await StampAsync(DefinitionSet.Of(Catalogue.Default));
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var story = new Story("handed-over").Opened("09:00");

        await Assert.ThrowsAsync<SupersededException>(() => database.Worker(ProjectionDatabase.ByPartition(story.Events).Single().Key, database.StoreOf(Earlier), lifetime)
            .ProjectAsync([new Received(story.Events, null)], CancellationToken.None));

        Assert.True(lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from log where subject = 'handed-over'"));
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from quarantine where event->>'subject' = 'handed-over'"));
    }

    [Fact]
    public async Task Of_several_that_start_at_once_only_one_makes_everything_anew()
    {
        await database.ProjectAsync(new Story("once").Opened("09:00").Events);
        await StampAsync(DefinitionSet.Of(Earlier));

        var reports = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => database.Rebuild.RunAsync(progress: null, CancellationToken.None, unlessDone: true)));

        Assert.Equal([0, 0, ProjectionDatabase.Partitions], reports.Select(r => r.Partitions).Order());
    }

    /// <summary>As if those who made what is stored had these definitions.</summary>
    private async Task StampAsync(DefinitionSet? definitions)
    {
        await database.AskAsync<object?>("update partitions set definitions = null; delete from catalogue; select null::text");
        if (definitions is null) return;
        await using var db = await database.Source.OpenConnectionAsync();
        await StoredDefinitions.WriteAsync(db, definitions, CancellationToken.None);
    }

    private async Task<DefinitionSet?> StoredAsync()
    {
        await using var db = await database.Source.OpenConnectionAsync();
        return await StoredDefinitions.ReadAsync(db, CancellationToken.None);
    }

    /// <returns>What was not counted.</returns>
    private static async Task<List<CanonicalEvent>> CountedByAsync(ProjectionStore store, IEnumerable<CanonicalEvent> events)
    {
        var refused = new List<CanonicalEvent>();
        foreach (var own in ProjectionDatabase.ByPartition(events))
        {
            try
            {
                await store.ProjectAsync(own.Key, [.. own], CancellationToken.None);
            }
            catch (SupersededException)
            {
                refused.AddRange(own);
            }
        }

        return refused;
    }
}
