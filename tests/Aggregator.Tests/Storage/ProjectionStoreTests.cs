using KpiPlatform.Aggregator.Consuming;
using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPlatform.Aggregator.Tests.Storage;

public sealed class ProjectionStoreTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    [Fact]
    public async Task The_same_events_again_write_nothing()
    {
        var story = new Story("again").Opened("09:00").Reply("09:30", "ann").Resolved("10:00", "ann");
        await database.ProjectAsync(story.Events);
        var (log, digest) = (await database.AskAsync<long>("select sum(last_seq)::bigint from partitions"), await database.VerifiedAsync());

        await database.ProjectAsync(story.Events);

        Assert.Equal(log, await database.AskAsync<long>("select sum(last_seq)::bigint from partitions"));
        Assert.Equal(digest, await database.VerifiedAsync());
    }

    [Fact]
    public async Task A_reclassified_ticket_leaves_no_cell_of_its_old_category()
    {
        await database.ProjectAsync(new Story("moved").Opened("09:00", category: "old").Classified("10:00", "new").Events.Take(1));
        Assert.NotEqual(0, await database.AskAsync<long>("select count(*) from cells where value = 'old'"));

        await database.ProjectAsync(new Story("moved").Opened("09:00", category: "old").Classified("10:00", "new").Events);

        Assert.Equal(0, await database.AskAsync<long>("select count(*) from cells where value = 'old'"));
        Assert.NotEqual(0, await database.AskAsync<long>("select count(*) from cells where value = 'new'"));
        await database.VerifiedAsync();
    }

    [Fact]
    public async Task An_event_that_breaks_a_measure_is_parked_and_its_neighbours_are_counted()
    {
        var good = new Story("good-neighbour").Opened("09:00");
        var bad = new Story("bad").Answered("09:00", 9, scale: "1-5");

        await database.ProjectAsync([.. good.Events, .. bad.Events]);

        Assert.Equal(1, await database.AskAsync<long>("select count(*) from log where subject = 'good-neighbour'"));
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from log where subject = 'bad'"));
        Assert.Contains("not on the scale", await database.AskAsync<string>("select reason from quarantine where event->>'subject' = 'bad'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_database_refuses_is_found_among_its_neighbours_and_parked()
    {
        var stories = Enumerable.Range(0, 9).Select(i => new Story($"beside{i}").Opened("09:00")).ToList();
        var nul = new Story("nul").Opened("09:00", category: "a\0b");
        foreach (var own in ProjectionDatabase.ByPartition(stories.Append(nul).SelectMany(s => s.Events)))
        {
            var worker = database.Worker(own.Key);
            await worker.ProjectAsync([new Received([.. own], null)], CancellationToken.None);
        }

        Assert.Equal(9, await database.AskAsync<long>("select count(*) from log where subject like 'beside%'"));
        Assert.Equal(1, await database.AskAsync<long>("select count(*) from quarantine where event->>'subject' = 'nul'"));
        await database.VerifiedAsync();
    }

    [Fact]
    public async Task Retrying_counts_what_can_be_counted_now_and_keeps_the_rest()
    {
        var later = new Story("later").Answered("09:00", 9, scale: "1-5").Answered("10:00", 9, scale: "1-5");
        var store = new QuarantineStore(database.Source, database.Store);
        var fine = new Story("fine").Opened("09:00");
        await database.ProjectAsync(later.Events);
        await store.ParkAsync(ProjectionDatabase.ByPartition(fine.Events).Single().Key, fine.Events, "parked by a test", CancellationToken.None);

        var (counted, parked) = await store.RetryAsync(CancellationToken.None);

        Assert.True(counted >= 1); // what another test parked may count, too
        Assert.True(parked >= 2);
        Assert.Equal(1, await database.AskAsync<long>("select count(*) from log where subject = 'fine'"));
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from quarantine where event->>'subject' = 'fine'"));
        Assert.Equal(2, await database.AskAsync<long>("select count(*) from quarantine where event->>'subject' = 'later'"));
    }

    [Fact]
    public async Task A_partition_that_is_not_there_is_a_mistake_of_the_set_up_and_not_of_the_event()
    {
        var e = await Assert.ThrowsAsync<SetUpException>(() => database.Store.ProjectAsync(99, new Story().Opened("09:00").Events, CancellationToken.None));

        Assert.False(Faults.IsOfTheData(e));
        Assert.Contains("KPI_PARTITIONS", e.Message, StringComparison.Ordinal);
    }
}
