using System.Globalization;
using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Readings;

/// <summary>Student's t interval of a mean, with the spread that a histogram tells.</summary>
public static class MeanInterval
{
    public const string Method = "Student's t interval, 95 %, from the classes: exact for whole scores, else no narrower than the exact one; none without spread";
    public const string DurationMethod = "Student's t interval, 95 %, from 30 values on";

    private const int LeastDurations = 30;

    /// <summary>
    /// Of a score. A class tells count and sum: whole scores have no spread within it. Of others no more is known than that they lie between
    /// two whole numbers and have this mean, so the widest spread possible is taken (Bhatia and Davis, 2000). Cut off at the scale's ends.
    /// </summary>
    public static ConfidenceInterval? OfScores(Tally tally, Unit unit)
    {
        var within = 0.0;
        foreach (var (bin, held) in tally.Bins)
        {
            var over = ((double)held.Sum / held.Count / Measure.ScoreUnit) - bin;
            within += held.Count * over * (1 - over);
        }

        if (Of(tally, unit, within) is not { } interval) return null;
        var (low, high) = Ends(unit);
        return new(Math.Max(interval.Low, low), Math.Min(interval.High, high));
    }

    /// <summary>Of durations, which are skewed: from too few it would be misleading. The spread within a bin is too small to matter.</summary>
    public static ConfidenceInterval? OfDurations(Tally tally, Unit unit) =>
        tally.N >= LeastDurations && Of(tally, unit, 0) is { } interval ? interval with { Low = Math.Max(0, interval.Low) } : null;

    /// <param name="within">The sum of squares within the bins.</param>
    private static ConfidenceInterval? Of(Tally tally, Unit unit, double within)
    {
        if (tally.N < 2) return null;
        var mean = (double)tally.Sum / unit.Whole / tally.N;
        var squares = within + tally.Bins.Sum(b => b.Value.Count * Math.Pow(((double)b.Value.Sum / b.Value.Count / unit.Whole) - mean, 2));
        var half = StudentT(tally.N - 1) * Math.Sqrt(squares / (tally.N - 1) / tally.N);
        return half > 1e-9 * Math.Abs(mean) ? new(mean - half, mean + half) : null;
    }

    /// <summary>A scale's ends are in its symbol: <c>1-5</c>.</summary>
    internal static (double Low, double High) Ends(Unit unit) =>
        unit.Symbol.Split('-') is [var low, var high]
        && int.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (first, last)
            : (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The quantile of 97.5 %, by its expansion around the normal one; within 0.2 % from three degrees of freedom on.</summary>
    private static double StudentT(long freedom)
    {
        if (freedom == 1) return 12.706204736432095;
        if (freedom == 2) return 4.302652729696142;
        const double Z = ConfidenceInterval.Z;
        var (z3, z5, z7, v) = (Math.Pow(Z, 3), Math.Pow(Z, 5), Math.Pow(Z, 7), (double)freedom);
        return Z + ((z3 + Z) / (4 * v)) + (((5 * z5) + (16 * z3) + (3 * Z)) / (96 * v * v)) + (((3 * z7) + (19 * z5) + (17 * z3) - (15 * Z)) / (384 * v * v * v))
            + (((79 * Math.Pow(Z, 9)) + (776 * z7) + (1482 * z5) - (1920 * z3) - (945 * Z)) / (92160 * Math.Pow(v, 4)));
    }
}
