using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Aggregator.Projection;

/// <summary>A stream as it is stored.</summary>
/// <param name="Under">The conditions that its stored facts were made under.</param>
internal sealed record StreamState(StreamId Stream, Timeline Timeline, Conditions Under);

/// <summary>What a batch changes, whole: all that one transaction writes.</summary>
/// <param name="Streams">The streams that have something new or were folded again, in the order of their keys.</param>
/// <param name="Failures">Streams that could not be projected, left as they were.</param>
/// <param name="Cells">The cells that change, each with its change.</param>
internal sealed record BatchChange(IReadOnlyList<StreamChange> Streams, IReadOnlyList<StreamFailure> Failures, IReadOnlyDictionary<CellKey, Tallies> Cells);

/// <summary>One stream after a batch: its whole timeline, the events that were new, how its facts differ from before, and the conditions they are made under.</summary>
internal sealed record StreamChange(Guid Key, StreamId Stream, Timeline Timeline, IReadOnlyList<CanonicalEvent> New, FactDiff Facts, Conditions Under)
{
    /// <summary>When it has to be folded again though no event comes; null when never.</summary>
    public DateTimeOffset? DueAt => StreamFold.DueAt(Timeline, Under.AsOf);
}

/// <summary>A stream that broke the fold or a measure, and those of its events that were new.</summary>
internal sealed record StreamFailure(Guid Key, IReadOnlyList<CanonicalEvent> Events, string Reason);
