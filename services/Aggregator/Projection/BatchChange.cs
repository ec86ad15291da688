using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Aggregator.Projection;

/// <summary>What a batch of events changes, whole: all that one transaction writes.</summary>
/// <param name="Streams">The streams that have something new, in the order of their keys.</param>
/// <param name="Failures">Streams whose events could not be projected, left as they were.</param>
/// <param name="Cells">The cells that change, each with its change.</param>
internal sealed record BatchChange(IReadOnlyList<StreamChange> Streams, IReadOnlyList<StreamFailure> Failures, IReadOnlyDictionary<CellKey, Tallies> Cells);

/// <summary>One stream after a batch: its whole timeline, the events that were new, and how its facts differ from before.</summary>
internal sealed record StreamChange(Guid Key, StreamId Stream, Timeline Timeline, IReadOnlyList<CanonicalEvent> New, FactDiff Facts);

/// <summary>Events of one stream that broke the fold or a measure.</summary>
internal sealed record StreamFailure(IReadOnlyList<CanonicalEvent> Events, string Reason);
