using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Sketches;

/// <summary>How many values lie between two edges, in seconds or in points of a score.</summary>
/// <param name="To">Null when there is no upper edge.</param>
public sealed record DistributionBin(double From, double? To, long Count);

/// <summary>
/// Distributions as people read them. A bin of durations holds what is above its lower edge and at most its upper one, the first with 0 its 0 too; an edge that cuts a
/// bin of the sketch is off by <see cref="Within.Error"/> at most. A bin of scores holds a class: what is at least its lower edge and below its upper one.
/// Counts always add up to n.
/// </summary>
public static class Distribution
{
    private const long Second = 1000;
    private const long Day = 86_400 * Second;

    /// <summary>Edges that need no calculator: 1 s, 5 s, … 1 min, … 1 h, … 1 day, … and then doubled.</summary>
    private static readonly long[] Readable =
    [
        100, 200, 500, .. new long[] { 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200 }.Select(s => s * Second),
        Day, 2 * Day, 3 * Day, 7 * Day, 14 * Day, 30 * Day, 60 * Day, 90 * Day, 180 * Day, 365 * Day, .. Enumerable.Range(1, 8).Select(i => (365L << i) * Day),
    ];

    /// <summary>1, 2 and 5 times every power of ten, from a millisecond on: bins of about the same width on a logarithmic axis.</summary>
    private static readonly long[] Logarithmic = [.. Enumerable.Range(0, 14).SelectMany(i => new long[] { 1, 2, 5 }.Select(d => d * (long)Math.Pow(10, i)))];

    /// <summary>The readable edges around all that a histogram of durations holds, in milliseconds; none for an empty one.</summary>
    public static IReadOnlyList<long> Edges(Histogram bins, bool logarithmic)
    {
        var n = bins.Sum(b => b.Value.Count);
        if (n == 0) return [];
        long[] ladder = logarithmic ? Logarithmic : Readable;
        var start = ladder.LastOrDefault(e => Within.Of(bins, e).Count == 0);
        var end = ladder.FirstOrDefault(e => Within.Of(bins, e).Count == n, ladder[^1]);
        return [start, .. ladder.Where(e => e > start && e <= end)];
    }

    /// <param name="edges">In milliseconds, ascending. What is below the first is in the first bin.</param>
    /// <param name="open">True when what is above the last edge has a bin of its own, without end; else it is in the last one.</param>
    public static IReadOnlyList<DistributionBin> OfDurations(Histogram bins, IReadOnlyList<long> edges, bool open)
    {
        var all = new List<DistributionBin>();
        var (below, n) = (0L, bins.Sum(b => b.Value.Count));
        for (var i = 1; i < edges.Count; i++)
        {
            var upTo = open || i < edges.Count - 1 ? Within.Of(bins, edges[i]).Count : n;
            all.Add(new(InSeconds(edges[i - 1]), InSeconds(edges[i]), upTo - below));
            below = upTo;
        }

        if (open) all.Add(new(InSeconds(edges[^1]), null, n - below));
        return all;
    }

    /// <summary>One bin a class, those of the scale that are empty too; the last one ends where the scale does.</summary>
    public static IReadOnlyList<DistributionBin> OfScores(Histogram bins, Unit unit)
    {
        var held = bins.Where(b => b.Value.Count > 0).Select(b => b.Key).ToList();
        var (low, high) = MeanInterval.Ends(unit);
        if (double.IsInfinity(low)) (low, high) = held.Count == 0 ? (0, -1) : (held[0], held[^1] + 1);
        var (first, last) = ((int)low, Math.Max((int)high, held.LastOrDefault((int)high)));
        return [.. Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(c => new DistributionBin(c, Math.Min(c + 1, Math.Max(last, c)), bins[c].Count))];
    }

    private static double InSeconds(long milliseconds) => milliseconds / (double)Second;
}
