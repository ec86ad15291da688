using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Sketches;

/// <summary>
/// Between which two values of a sample the true percentile lies: as many of n values are below it as heads fall in n throws of a coin that
/// falls so with the percentile's probability, whatever the distribution. Too few values bound nothing (a p50 needs 6, a p90 36).
/// </summary>
public static class OrderStatistics
{
    public const string Method = "binomial order-statistic interval, 95 % or a little more";

    /// <summary>In milliseconds; null when there are too few, and for the minimum and the maximum, of which a sample tells nothing.</summary>
    public static ConfidenceInterval? Interval(Histogram bins, double quantile)
    {
        var held = bins.Select(b => b.Value).Where(b => b.Count > 0).ToList();
        return Ranks(held.Sum(b => b.Count), quantile) is var (low, high) ? new(DurationBins.AtRank(held, low), DurationBins.AtRank(held, high)) : null;
    }

    /// <summary>The ranks, 0 being the least value, with at most 2.5 % beyond either; null when one would be outside of the sample.</summary>
    public static (long Low, long High)? Ranks(long n, double quantile)
    {
        if (n < 2 || quantile is <= 0 or >= 1) return null;
        const double Tail = (1 - ConfidenceInterval.Confidence) / 2;
        var (first, chances) = Binomial(n, quantile);
        var (below, low) = (0.0, 0);
        // Rank r is the (r+1)th value: it is at or below the percentile unless fewer than r + 1 values are.
        while (low < chances.Length && below + chances[low] <= Tail) below += chances[low++];
        var (above, high) = (0.0, chances.Length - 1);
        while (high >= 0 && above + chances[high] <= Tail) above += chances[high--];
        var (lowRank, highRank) = (first + low - 1, first + high);
        return lowRank >= 0 && highRank <= n - 1 ? (lowRank, highRank) : null;
    }

    /// <summary>The chances of all numbers of heads that have any to speak of, from the most likely one outwards: exact for any n, and no factorials.</summary>
    private static (long First, double[] Chances) Binomial(long n, double p)
    {
        const double Least = 1e-16;
        var mode = Math.Clamp((long)((n + 1) * p), 0, n);
        var odds = p / (1 - p);
        List<double> down = [], up = [1];
        var chance = 1.0;
        for (var k = mode; k > 0 && chance > Least; k--) down.Add(chance *= k / (odds * (n - k + 1)));
        chance = 1.0;
        for (var k = mode; k < n && chance > Least; k++) up.Add(chance *= odds * (n - k) / (k + 1));
        down.Reverse();
        var sum = down.Sum() + up.Sum();
        return (mode - down.Count, [.. down.Concat(up).Select(c => c / sum)]);
    }
}
