using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Definitions;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;
using KpiPlatform.Testing;

namespace KpiPlatform.Aggregator.Tests.Storage;

public sealed class RefoldStoreTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    private static readonly int Resolved = TicketCounts.Resolved.Measures.Single().Code;
    private static readonly int BusinessWait = FirstResponseTime.Kpi.InBusinessTime!.Measures.First(m => m.Binning == Binning.Duration).Code;

    [Fact]
    public async Task A_thread_ends_when_its_silence_is_over_though_no_event_comes()
    {
        await database.EmptyAsync();
        database.Clock.Now = Story.At("10:29:59");
        var thread = new Story("silent").Opened("09:00").Reply("09:30", "ann").Events.Select(e => e with { Data = e.Data with { SessionGapHours = 1 } });
        await database.ProjectAsync(thread);
        Assert.Equal((0, 0), (await database.RefoldAsync(), await BookedAsync(Resolved)));

        database.Clock.Now = Story.At("10:30");
        Assert.Equal((1, 1), (await database.RefoldAsync(), await BookedAsync(Resolved)));

        Assert.Equal(0, await database.RefoldAsync());
        await database.VerifiedAsync();
    }

    [Fact]
    public async Task A_changed_calendar_reaches_every_stream_of_its_workspace_and_no_other()
    {
        await database.EmptyAsync();
        var stories = Enumerable.Range(0, 20).SelectMany(i => new Story($"t{i}").Opened("08:30").Reply("09:30", "ann").Events).ToList();
        await database.ProjectAsync([.. stories, .. stories.Select(e => e with { Workspace = "globex" })]);
        Assert.Equal(0, await BookedAsync(BusinessWait));
        var revision = await RevisionAsync();

        await database.DecideAsync(Decided.Documents[0]);
        Assert.Equal((20, 20), (await database.RefoldAsync(), await BookedAsync(BusinessWait)));
        Assert.Equal(20 * 30 * 60_000, await BookedAsync(BusinessWait, "sum(m.amount)"));
        Assert.True(await RevisionAsync() > revision, "nobody would notice");

        await database.DecideAsync(Decided.Documents[3]);
        await database.VerifiedAsync();
        Assert.Equal((20, 0), (await database.RefoldAsync(), await BookedAsync(BusinessWait)));
        await database.VerifiedAsync();
    }

    [Fact]
    public async Task New_events_are_counted_under_the_newest_rules_at_once()
    {
        await database.EmptyAsync();
        await database.DecideAsync(Decided.Documents[0]);
        await database.ProjectAsync(new Story("at-once").Opened("08:30").Reply("09:30", "ann").Events);
        Assert.Equal((0, 1), (await database.RefoldAsync(), await BookedAsync(BusinessWait)));
        await database.VerifiedAsync();
    }

    [Fact]
    public void A_stream_that_breaks_under_new_rules_stays_as_it_was_and_its_neighbours_are_folded()
    {
        var fragile = new Measure("fragile", Binning.None, (ticket, rules) =>
            rules.Version > 0 && ticket.Attributes.Category == "bad" ? throw new InvalidOperationException("no") : [new Contribution(ticket.OpenedAt!.Value, 1, null)]);
        var projector = new BatchProjector(new Catalogue(TicketCounts.Opened with { Reading = new Count(fragile) }));
        var stories = new[] { new Story("good").Opened("09:00"), new Story("bad").Opened("09:00", category: "bad") };
        var before = projector.Project(BatchProjector.ByStream(stories.SelectMany(s => s.Events)), new Dictionary<Guid, StreamState>(), (_, _) => new(Rules.None, SetClock.Start));

        var stored = new SortedDictionary<Guid, StreamState>(before.Streams.ToDictionary(s => s.Key, s => new StreamState(s.Stream, s.Timeline, s.Under)));
        var after = projector.Refold(stored, (_, _) => new(Decided.Rules(1), SetClock.Start));

        Assert.Equal("good", Assert.Single(after.Streams).Stream.Subject);
        Assert.Equal(StreamKey.Of(new StreamId("acme", stories[1].Events[0].Source, "bad")), Assert.Single(after.Failures).Key);
    }

    private Task<long> RevisionAsync() => database.AskAsync<long>("select sum(revision)::bigint from partitions");

    private Task<long> BookedAsync(int measure, string what = "count(*)") =>
        database.AskAsync<long>($"select coalesce({what}, 0)::bigint from facts f cross join lateral unnest(f.measures, f.amounts) m (measure, amount) where m.measure = {measure}");
}
