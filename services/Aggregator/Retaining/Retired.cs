using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>A stream that was let go of.</summary>
/// <param name="LastAt">The time of its last event.</param>
/// <param name="GoesOn">True for threads, customers and sums, which are no ticket that ends: what happens later begins anew.</param>
internal sealed record Retired(Guid Key, DateTimeOffset LastAt, bool GoesOn)
{
    public static Retired Of(Guid key, Timeline timeline) => new(key, timeline.Events[^1].Time, timeline.Events.All(e => e.Kind != EventKind.Removed)
        && timeline.Events.Any(e => e.Data.SessionGapHours is not null || e.Kind is >= EventKind.CustomerJoined and <= EventKind.AmountRecorded));

    /// <summary>True when the event is of what was let go of.</summary>
    public bool Has(CanonicalEvent e) => e.Time <= LastAt;

    /// <summary>True when an event that comes now can't be counted.</summary>
    public bool LeavesOut(CanonicalEvent e) => !GoesOn || Has(e);
}
