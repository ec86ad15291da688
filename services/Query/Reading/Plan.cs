using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;
using NodaTime;

namespace KpiPlatform.Query.Reading;

/// <summary>What has to be read for a question, and from where.</summary>
/// <param name="Cut">The cells' cut; null when only facts can answer.</param>
internal sealed record Plan(int? Cut, IReadOnlyList<Portion> Portions)
{
    public static Plan For(Question question, Snapshot snapshot)
    {
        int? cut = question.Cohort == Cohort.Opened ? null : question.Dimensions switch
        {
            [] => CellKey.Everything,
            [var one] => (int)one,
            _ => null,
        };
        // Of the tickets opened in the window, those that are open now are a matter of the window alone.
        var stocks = question.Cohort == Cohort.Opened ? [] : question.Kpis.Where(k => k.Reading.IsStock).ToList();
        // A series of a stock goes back from its end by what came and went.
        var flows = question.IsSeries ? question.Kpis : question.Kpis.Except(stocks);
        return new(cut, [
            .. ReadOnce([.. ByTime(flows, question.Now).SelectMany(m => Flow(question, cut, m.Key, [.. m.Select(x => x.Code)]))]),
            .. ReadOnce([.. ByTime(stocks, question.Now).SelectMany(m => Stock(question, cut, snapshot, m.Key, [.. m.Select(x => x.Code)]))])]);
    }

    /// <summary>The instants that the KPIs' answers change at with no event: then a copy of an answer is not good for long.</summary>
    public static bool FollowsTheClock(Question question) =>
        question.Kpis.Any(k => k.Provisional?.For is not null || k.Measures.Any(m => m.IsScheduled)) && ByTime(question.Kpis, question.Now).Any(m => m.Key.To < question.Window.To || m.Key.From > question.Window.From);

    /// <summary>Measures by the time in which they count: what is scheduled until now, what is provisional from when it is settled.</summary>
    private static IEnumerable<IGrouping<TimeRange, Measure>> ByTime(IEnumerable<Kpi> kpis, Instant now) =>
        kpis.SelectMany(k => k.Measures.Select(m => (Measure: m, Counts: Counts(k, m, now)))).DistinctBy(m => m.Measure).GroupBy(m => m.Counts, m => m.Measure);

    private static TimeRange Counts(Kpi kpi, Measure measure, Instant now) => measure switch
    {
        { IsScheduled: true } => TimeRange.Always with { To = now + NodaTime.Duration.FromTicks(TimeSpan.TicksPerMicrosecond) },
        _ when kpi.Provisional is { For: { } settles } provisional && provisional.Measure == measure => TimeRange.Always with { From = now - NodaTime.Duration.FromTimeSpan(settles) },
        _ => TimeRange.Always,
    };

    private static IEnumerable<Portion> Flow(Question question, int? cut, TimeRange counts, HashSet<int> measures)
    {
        var buckets = question.Buckets;
        var window = new TimeRange(question.Window.From, question.Window.To);
        if (question.Cohort == Cohort.Opened)
            return [new(Facts(window), buckets, measures) { Booked = counts == TimeRange.Always ? null : counts }];
        var facts = new Portion(Facts(window.And(counts)), buckets, measures);
        if (cut is null) return [facts];
        var spans = Enumerable.Range(0, buckets.Count).Select(i => new TimeRange(buckets.Starts[i], buckets.EndOf(i)).And(counts));
        return Whole(new(Cover.Joined(spans.SelectMany(s => Cover.Between(s.From, s.To))), buckets, measures), facts, counts);
    }

    private static IEnumerable<Portion> Stock(Question question, int? cut, Snapshot snapshot, TimeRange counts, HashSet<int> measures)
    {
        var until = Instant.Min(question.Window.To, counts.To);
        var facts = new Portion(Facts(new(Instant.MinValue, until)), null, measures, IsStock: true);
        return cut is null ? [facts] : Whole(new(Cover.Until(until, snapshot.First, snapshot.Last), null, measures, IsStock: true), facts, counts);
    }

    /// <summary>What cells have and, of scheduled measures, what they do not have.</summary>
    private static IEnumerable<Portion> Whole(Portion cells, Portion facts, TimeRange counts)
    {
        yield return cells with { Facts = Which.InCells };
        if (counts.To < Instant.MaxValue) yield return facts with { Facts = Which.Ahead };
    }

    /// <summary>The same, with each stretch of cells once for all measures that need it: most of what is scheduled or provisional is read from the same cells as all else.</summary>
    private static IEnumerable<Portion> ReadOnce(IReadOnlyList<Portion> portions)
    {
        var cells = portions.Where(p => p.Facts == Which.InCells).ToList();
        if (cells.Count < 2) return portions;
        var edges = cells.SelectMany(p => p.Pieces).SelectMany(p => new[] { (Kind: (p.Grain, p.Sign), At: p.From), (Kind: (p.Grain, p.Sign), At: p.To) })
            .GroupBy(e => e.Kind, e => e.At).ToDictionary(e => e.Key, e => e.Distinct().Order().ToArray());
        var needed = new Dictionary<Piece, HashSet<int>>();
        foreach (var (portion, piece) in cells.SelectMany(p => p.Pieces, (portion, piece) => (portion, piece)))
        {
            var among = edges[(piece.Grain, piece.Sign)];
            for (var i = Array.BinarySearch(among, piece.From); among[i] < piece.To; i++)
            {
                var part = piece with { From = among[i], To = among[i + 1] };
                if (!needed.TryGetValue(part, out var measures)) needed[part] = measures = [];
                measures.UnionWith(portion.Measures);
            }
        }

        return portions.Except(cells).Concat(needed.GroupBy(n => string.Join(' ', n.Value.Order()), StringComparer.Ordinal)
            .Select(same => cells[0] with { Pieces = Cover.Joined(same.Select(n => n.Key)), Measures = same.First().Value }));
    }

    private static Piece[] Facts(TimeRange span) => span.From < span.To ? [new Piece(null, span.From, span.To)] : [];
}
