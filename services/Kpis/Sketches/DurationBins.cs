using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Sketches;

/// <summary>
/// Logarithmic bins for durations in milliseconds, as in a DDSketch (Masson, Rim, Lee: "DDSketch", VLDB 2019): bin i holds the values in
/// (γ^(i−1), γ^i]. Beyond the counts of a DDSketch each bin keeps the sum of its values, so that their mean stands for them: exact where a bin holds one value or equal ones,
/// and never further off than <see cref="RelativeError"/>. Counts and sums merge by addition and are taken back by subtraction exactly; bins are never collapsed.
/// </summary>
public static class DurationBins
{
    /// <summary>A percentile differs from the exact one by at most this share of it.</summary>
    public const double RelativeError = 0.01;

    /// <summary>The bin of zero.</summary>
    public const int Zero = -1;

    private const double Gamma = 1 + RelativeError;

    /// <summary>The bin of v is ⌈ln v ÷ this⌉.</summary>
    public static readonly double LogGamma = Math.Log(Gamma);

    /// <summary>The bin of a duration in milliseconds; 0 and less are <see cref="Zero"/>, 1 is bin 0.</summary>
    public static int Of(long milliseconds) => milliseconds <= 0 ? Zero : (int)Math.Ceiling(Math.Log(milliseconds) / LogGamma);

    /// <summary>
    /// The quantile of a histogram, in milliseconds, interpolated linearly between neighbouring order statistics as a spreadsheet does;
    /// null for an empty one.
    /// </summary>
    /// <param name="bins">In ascending order of the bin.</param>
    /// <param name="quantile">0 is the minimum, 0.5 the median, 1 the maximum.</param>
    public static double? Quantile(IEnumerable<KeyValuePair<int, Bin>> bins, double quantile)
    {
        var held = bins.Select(b => b.Value).Where(b => b.Count > 0).ToList();
        var n = held.Sum(b => b.Count);
        if (n == 0) return null;
        var rank = quantile * (n - 1);
        var below = (long)Math.Floor(rank);
        var low = AtRank(held, below);
        return rank > below ? low + ((rank - below) * (AtRank(held, below + 1) - low)) : low;
    }

    /// <summary>The least and the greatest whole number of milliseconds in a bin.</summary>
    public static (long Least, long Most) Bounds(int bin)
    {
        if (bin <= Zero) return (0, 0);
        var (least, most) = ((long)Math.Exp((bin - 1) * LogGamma), (long)Math.Exp(bin * LogGamma));
        // The exponential's rounding may be one off either way.
        while (Of(least) < bin) least++;
        while (Of(most) > bin) most--;
        while (Of(most + 1) == bin) most++;
        return (least, most);
    }

    /// <summary>The value of a rank, 0 being the least; bins are those that hold something, ascending.</summary>
    internal static double AtRank(IReadOnlyList<Bin> bins, long rank)
    {
        long seen = 0;
        foreach (var bin in bins)
        {
            seen += bin.Count;
            if (seen > rank) return (double)bin.Sum / bin.Count;
        }

        return (double)bins[^1].Sum / bins[^1].Count;
    }
}
