using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Aggregator.Projection;

/// <summary>From what is stored and what arrived to what changes: fold, measure, diff. Pure: rules and the time of now come in.</summary>
internal sealed class BatchProjector(Catalogue catalogue)
{
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
    /// <param name="stored">Those of the streams that are stored.</param>
    /// <param name="present">The conditions that a stream's facts are made under now.</param>
    public BatchChange Project(
        SortedDictionary<Guid, List<CanonicalEvent>> arrived, IReadOnlyDictionary<Guid, StreamState> stored, Func<Guid, StreamId, Conditions> present)
    {
        var batch = new Batch(catalogue, arrived.Count);
        foreach (var (key, events) in arrived)
        {
            var (stream, before) = (StreamId.Of(events[0]), stored.GetValueOrDefault(key));
            var (timeline, added) = (before?.Timeline ?? Timeline.Empty).With(events);
            if (added.Count > 0) batch.Add(key, stream, before, timeline, added, present(key, stream));
        }

        return batch.Changes;
    }

    /// <summary>Folds streams again that have no new event, since the rules or the time are others now.</summary>
    public BatchChange Refold(SortedDictionary<Guid, StreamState> stored, Func<Guid, StreamId, Conditions> present)
    {
        var batch = new Batch(catalogue, stored.Count);
        foreach (var (key, before) in stored) batch.Add(key, before.Stream, before, before.Timeline, [], present(key, before.Stream));
        return batch.Changes;
    }

    /// <summary>A batch's changes while they are put together.</summary>
    private sealed class Batch(Catalogue catalogue, int streams)
    {
        private readonly List<StreamChange> changes = new(streams);
        private readonly List<StreamFailure> failures = [];
        private readonly CellDeltas cells = new(catalogue);

        public BatchChange Changes => new(changes, failures, cells.All());

        public void Add(Guid key, StreamId stream, StreamState? before, Timeline timeline, IReadOnlyList<CanonicalEvent> added, Conditions now)
        {
            if (Diff(stream, before, timeline, now, out var reason) is { } diff)
            {
                cells.Book(stream.Workspace, diff);
                changes.Add(new StreamChange(key, stream, timeline, added, diff, now) { News = News(before, timeline, added, now) });
            }
            else
            {
                failures.Add(new StreamFailure(key, added, reason!));
            }
        }

        /// <summary>An import tells of days nobody waits to hear of, however recent: what comes of it alone is no news. Whatever comes after it is compared with it.</summary>
        private static IReadOnlyList<SlaChange> News(StreamState? before, Timeline timeline, IReadOnlyList<CanonicalEvent> added, Conditions now) =>
            added.Count > 0 && added.All(e => e.Origin == Origin.Import)
                ? []
                : SlaChanges.Between(before?.Timeline ?? Timeline.Empty, before?.Under ?? now, timeline, now.AsOf);

        /// <summary>Null, with the reason, when the fold or a measure breaks on this stream: its neighbours must not suffer for it.</summary>
        private FactDiff? Diff(StreamId stream, StreamState? before, Timeline after, Conditions now, out string? reason)
        {
            try
            {
                reason = null;
                var was = before is null ? [] : FactSheet.Of(stream, before.Timeline, catalogue, before.Under);
                return FactDiff.Between(was, FactSheet.Of(stream, after, catalogue, now));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                reason = $"{e.GetType().Name}: {e.Message}";
                return null;
            }
        }
    }
}
