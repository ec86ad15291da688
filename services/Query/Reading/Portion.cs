using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;
using NodaTime;

namespace KpiPlatform.Query.Reading;

/// <summary>Time to add up: pieces, and the buckets that what is in them goes to.</summary>
/// <param name="Buckets">Null when all goes together.</param>
/// <param name="Measures">Codes of the measures that matter; nothing is read when there are none.</param>
internal sealed record Portion(IReadOnlyList<Piece> Pieces, Buckets? Buckets, IReadOnlySet<int> Measures)
{
    public int Slots => Buckets?.Count ?? 1;

    public int SlotOf(Instant at) => Buckets?.Of(at) ?? 0;
}

/// <summary>What has to be read for a question, and from where.</summary>
/// <param name="Cut">The cells' cut; null when only facts can answer.</param>
/// <param name="Flow">What happened in the window's buckets.</param>
/// <param name="Stock">What there is at the window's end.</param>
internal sealed record Plan(int? Cut, Portion Flow, Portion Stock)
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
        var (window, buckets) = (question.Window, question.Buckets);
        return new(
            cut,
            new Portion(cut is null ? Facts(window.From, window.To) : Cover.Joined(Enumerable.Range(0, buckets.Count).SelectMany(i => Cover.Between(buckets.Starts[i], buckets.EndOf(i)))), buckets, Codes(flows)),
            new Portion(cut is null ? Facts(Instant.MinValue, window.To) : Cover.Until(window.To, snapshot.First, snapshot.Last), null, Codes(stocks)));
    }

    private static Piece[] Facts(Instant from, Instant to) => [new Piece(null, from, to)];

    private static HashSet<int> Codes(IEnumerable<Kpi> kpis) => [.. kpis.SelectMany(k => k.Measures).Select(m => m.Code)];
}
