using System.Diagnostics.Metrics;
using KpiPlatform.Aggregator.Consuming;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPlatform.Aggregator.Tests.Consuming;

/// <summary>How many of the events that reconciliation fetched the webhooks had missed.</summary>
public sealed class MissedTests(ProjectionDatabase database) : IClassFixture<ProjectionDatabase>
{
    [Fact]
    public async Task Only_what_was_new_counts_as_missed()
    {
        var told = Ticket().Opened("09:00").Reply("09:30", "ann");
        var whole = Ticket().Opened("09:00").Reply("09:30", "ann").Reply("09:40", "ann").Resolved("10:00", "ann");

        Assert.Equal(0, await MissedAsync(told.Events));
        Assert.Equal(2, await MissedAsync(Fetched(whole)));
        Assert.Equal(0, await MissedAsync(Fetched(whole)));

        static Story Ticket() => new("told-in-part", source: "/missed1/main");
    }

    [Fact]
    public async Task A_snapshot_that_says_nothing_new_is_not_missed()
    {
        var told = Ticket().Opened("09:00").Reply("09:30", "ann").Resolved("10:00", "ann");
        var again = Ticket().Opened("09:00").Reply("09:30", "ann").Resolved("10:00", "ann").Observed("11:00", TicketStatus.Resolved);

        Assert.Equal(0, await MissedAsync(told.Events));
        Assert.Equal(0, await MissedAsync(Fetched(again)));

        static Story Ticket() => new("told-whole", source: "/missed2/main");
    }

    [Fact]
    public async Task A_snapshot_that_tells_of_a_resolution_is_missed()
    {
        var told = Ticket().Opened("09:00").Reply("09:30", "ann");
        var again = Ticket().Opened("09:00").Reply("09:30", "ann").Observed("11:00", TicketStatus.Resolved);

        Assert.Equal(0, await MissedAsync(told.Events));
        Assert.Equal(1, await MissedAsync(Fetched(again)));

        static Story Ticket() => new("resolved-silently", source: "/missed3/main");
    }

    private static List<CanonicalEvent> Fetched(Story story) => [.. story.Events.Select(e => e with { Origin = Origin.Reconciliation })];

    /// <summary>What the counter adds for the events' source while they are counted.</summary>
    private async Task<long> MissedAsync(IReadOnlyList<CanonicalEvent> events)
    {
        var vendor = events[0].Source.Split('/')[1];
        var missed = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listening) =>
            {
                if (instrument.Name == "kpi.reconciliation.missed") listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "kpi.source" && vendor.Equals(tag.Value)) Interlocked.Add(ref missed, value);
            }
        });
        listener.Start();
        var partition = ProjectionDatabase.ByPartition(events).Single().Key;
        var worker = database.Worker(partition);
        await worker.ProjectAsync([new Received([.. events], null)], CancellationToken.None);
        return missed;
    }
}
