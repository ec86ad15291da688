using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;
using NodaTime;

namespace KpiPlatform.Query.Reading;

/// <summary>
/// What is there by its age at the window's end, or now when that is to come: what came and went of tickets opened in the classes' stretches of time.
/// The oldest class is the rest, so no fact older than the longest limit is read.
/// </summary>
internal sealed class AgeReader
{
    private readonly List<FactReader> facts = [];

    public AgeReader(Question question, Snapshot snapshot, Catalogue catalogue)
    {
        if (question.Cohort == Cohort.Opened || question.IsSeries || question.Kpis.Select(k => k.Reading).OfType<Stock>().FirstOrDefault(s => s.HasAges) is not { } stock) return;
        Found = new(stock.Flow, new Groups(Ages.Limits.Count));
        var end = Instant.Min(question.Window.To, question.Now + NodaTime.Duration.FromTicks(TimeSpan.TicksPerMicrosecond));
        Instant[] starts = [.. Ages.Limits.Select(limit => end - NodaTime.Duration.FromTimeSpan(limit))];
        var all = new Portion([new Piece(null, starts[0], end)], Buckets.At(new Window(starts[0], end, question.Window.Zone), starts), new HashSet<int> { stock.Flow.Code });
        if (snapshot.Last - end < end - starts[0])
        {
            // What is there now, less what came and went since: of most windows that is next to nothing.
            Add(all with { Facts = Which.StillThere });
            Add(all with { Pieces = [all.Pieces[0] with { Sign = -1 }], Booked = new TimeRange(end, Instant.MaxValue) });
        }
        else
        {
            // Nothing happens to a ticket before it is opened: that bound lets the index serve.
            Add(all with { Booked = new TimeRange(starts[0], end) });
        }

        void Add(Portion portion) => facts.Add(new FactReader(question with { Cohort = Cohort.Opened }, snapshot, portion, catalogue));
    }

    /// <summary>What is read; null when nobody asks for ages.</summary>
    public ByAge? Found { get; }

    /// <summary>By which it is read.</summary>
    public IReadOnlyList<FactReader> Facts => facts;
}

/// <summary>What came and went (<paramref name="Flow"/>) of what was opened in each class's stretch of time, the longest ago first.</summary>
internal sealed record ByAge(Measure Flow, Groups Flows)
{
    public IReadOnlyList<long> Of(GroupKey group) => [.. Enumerable.Range(0, Ages.Limits.Count).Select(i => Flows.Of(group, i)[Flow].Sum)];
}
