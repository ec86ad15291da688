namespace KpiPlatform.Kpis.Sketches;

/// <summary>
/// The bins of a DDSketch (Masson, Rim, Lee: "DDSketch", VLDB 2019) for durations in milliseconds: bin i holds the values in
/// (γ^(i−1), γ^i]. Counts per bin merge by addition and are taken back by subtraction exactly; a percentile read from them is
/// within <see cref="RelativeError"/> of the true one. Bins are never collapsed.
/// </summary>
public static class DurationBins
{
    /// <summary>A percentile differs from the exact one by at most this share of it.</summary>
    public const double RelativeError = 0.01;

    /// <summary>The bin of zero.</summary>
    public const int Zero = -1;

    /// <summary>ln γ: the width of a bin on a logarithmic scale, for those who compute bins elsewhere (in SQL).</summary>
    public static readonly double LogGamma = Math.Log(Gamma);

    private const double Gamma = (1 + RelativeError) / (1 - RelativeError);

    /// <summary>The bin of a duration in milliseconds; 0 and less are <see cref="Zero"/>, 1 is bin 0.</summary>
    public static int Of(long milliseconds) => milliseconds <= 0 ? Zero : (int)Math.Ceiling(Math.Log(milliseconds) / LogGamma);

    /// <summary>The value, in milliseconds, that stands for all in a bin.</summary>
    public static double Value(int bin) => bin <= Zero ? 0 : 2 * Math.Pow(Gamma, bin) / (Gamma + 1);

    /// <summary>The smallest value above the bin below, in milliseconds, and the largest value in the bin.</summary>
    public static (double Above, double UpTo) Bounds(int bin) => bin <= Zero ? (0, 0) : (bin == 0 ? 0 : Math.Pow(Gamma, bin - 1), Math.Pow(Gamma, bin));

    /// <summary>
    /// The quantile of a histogram, in milliseconds, interpolated linearly between neighbouring order statistics as a spreadsheet does;
    /// null for an empty one.
    /// </summary>
    /// <param name="bins">Counts by bin, in ascending order of the bin.</param>
    /// <param name="quantile">0 is the minimum, 0.5 the median, 1 the maximum.</param>
    public static double? Quantile(IEnumerable<KeyValuePair<int, long>> bins, double quantile)
    {
        var counts = bins.Where(b => b.Value > 0).ToList();
        var n = counts.Sum(b => b.Value);
        if (n == 0) return null;
        var rank = quantile * (n - 1);
        var below = (long)Math.Floor(rank);
        var low = AtRank(counts, below);
        return rank > below ? low + ((rank - below) * (AtRank(counts, below + 1) - low)) : low;
    }

    private static double AtRank(List<KeyValuePair<int, long>> counts, long rank)
    {
        long seen = 0;
        foreach (var (bin, count) in counts)
        {
            seen += count;
            if (seen > rank) return Value(bin);
        }

        return Value(counts[^1].Key);
    }
}
