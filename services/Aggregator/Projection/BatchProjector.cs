using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Aggregator.Projection;

/// <summary>From what is stored and what arrived to what changes: fold, measure, diff. Pure.</summary>
internal sealed class BatchProjector(Catalogue catalogue)
{
    private readonly Conditions conditions = new(Rules.None, DateTimeOffset.MinValue);

    /// <summary>The events of a batch by stream, in the order of the streams' keys.</summary>
    public static SortedDictionary<Guid, List<CanonicalEvent>> ByStream(IEnumerable<CanonicalEvent> events)
    {
        var streams = new SortedDictionary<Guid, List<CanonicalEvent>>();
        var keys = new Dictionary<StreamId, List<CanonicalEvent>>();
        foreach (var e in events)
        {
            var stream = StreamId.Of(e);
            if (!keys.TryGetValue(stream, out var own)) streams[StreamKey.Of(stream)] = keys[stream] = own = [];
            own.Add(e);
        }

        return streams;
    }

    /// <param name="arrived">What <see cref="ByStream"/> gave.</param>
    /// <param name="stored">The timelines of those streams that have one.</param>
    public BatchChange Project(SortedDictionary<Guid, List<CanonicalEvent>> arrived, IReadOnlyDictionary<Guid, Timeline> stored)
    {
        var changes = new List<StreamChange>(arrived.Count);
        var failures = new List<StreamFailure>();
        var cells = new CellDeltas(catalogue);
        foreach (var (key, events) in arrived)
        {
            var stream = StreamId.Of(events[0]);
            var (timeline, added) = stored.GetValueOrDefault(key, Timeline.Empty).With(events);
            if (added.Count == 0) continue;
            if (Diff(stream, stored.GetValueOrDefault(key, Timeline.Empty), timeline, out var reason) is not { } diff)
            {
                failures.Add(new StreamFailure(added, reason!));
                continue;
            }

            cells.Book(stream.Workspace, diff);
            changes.Add(new StreamChange(key, stream, timeline, added, diff));
        }

        return new BatchChange(changes, failures, cells.All());
    }

    /// <summary>Null, with the reason, when the fold or a measure breaks on this stream: its neighbours must not suffer for it.</summary>
    private FactDiff? Diff(StreamId stream, Timeline before, Timeline after, out string? reason)
    {
        try
        {
            reason = null;
            return FactDiff.Between(FactSheet.Of(stream, before, catalogue, conditions), FactSheet.Of(stream, after, catalogue, conditions));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            reason = $"{e.GetType().Name}: {e.Message}";
            return null;
        }
    }
}
