using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>
/// What changes when events of some streams get other names: those that bear the person's in their subject go into a stream of another key, which stays in this
/// partition. Pure. The facts are the same ones, so the cells stay as they are.
/// </summary>
internal sealed class StreamRewriting(Catalogue catalogue, Pseudonyms names)
{
    private readonly CellDeltas cells = new(catalogue);
    private readonly List<StreamChange> changes = [];

    /// <summary>The streams whose timeline has something in it afterwards.</summary>
    public IReadOnlyList<StreamChange> Kept => [.. changes.Where(c => c.Timeline.Events.Count > 0)];

    /// <summary>The keys of the others.</summary>
    public Guid[] Gone => [.. changes.Where(c => c.Timeline.Events.Count == 0).Select(c => c.Key)];

    public IReadOnlyList<StreamChange> Changes => changes;

    public IReadOnlyDictionary<CellKey, Tallies> Cells => cells.All();

    /// <param name="before">The stream as it is stored.</param>
    /// <param name="ids">Those of its events that get other names.</param>
    /// <param name="there">What is stored under the stream's new name; null when nothing is.</param>
    public void Rename(StreamState before, IReadOnlySet<string> ids, StreamState? there)
    {
        var renamed = before.Timeline.Events.Where(e => ids.Contains(e.Id)).Select(names.In).ToList();
        var others = before.Timeline.Events.Where(e => !ids.Contains(e.Id)).ToList();
        var stream = names.In(before.Stream);
        if (stream == before.Stream)
        {
            Change(before, before, before.Stream, [.. others, .. renamed]);
            return;
        }

        Change(before, before, before.Stream, others);
        Change(there, before, stream, [.. there?.Timeline.Events ?? [], .. renamed]);
    }

    /// <summary>The facts stay under the conditions they were made under.</summary>
    private void Change(StreamState? was, StreamState conditionsOf, StreamId stream, List<TimelineEvent> events)
    {
        events.Sort(TimelineEvent.Compare);
        var timeline = new Timeline([.. events.DistinctBy(e => e.Id, StringComparer.Ordinal)]);
        var under = (was ?? conditionsOf).Under;
        var diff = FactDiff.Between(Facts(stream, was?.Timeline ?? Timeline.Empty, under), Facts(stream, timeline, under));
        cells.Book(stream.Workspace, diff);
        changes.Add(new StreamChange(StreamKey.Of(stream), stream, timeline, [], diff, under));
    }

    private IReadOnlyList<Fact> Facts(StreamId stream, Timeline timeline, Conditions under) =>
        timeline.Events.Count == 0 ? [] : FactSheet.Of(stream, timeline, catalogue, under);
}
