namespace KpiPlatform.Kpis.Readings;

/// <summary>Where the true value lies with a confidence of <see cref="Level"/>.</summary>
public sealed record ConfidenceInterval(double Low, double High)
{
    /// <summary>Of a hundred such intervals some 95 hold the true value.</summary>
    public const double Confidence = 0.95;

    /// <summary>The standard normal quantile of 97.5 %.</summary>
    internal const double Z = 1.959963984540054;

    public double Level => Confidence;

    /// <summary>The same from a measure's whole unit to this one.</summary>
    internal ConfidenceInterval In(Unit unit) => new(Low / unit.Whole, High / unit.Whole);
}

/// <summary>The score interval of a share (E. B. Wilson, 1927): right for few, and for shares near 0 and 1, where the textbook's is not.</summary>
public static class Wilson
{
    public const string Method = "Wilson score interval, 95 %";

    /// <summary>Null when there is nothing, or when this is no share.</summary>
    public static ConfidenceInterval? Interval(long successes, long n)
    {
        if (n <= 0 || successes < 0 || successes > n) return null;
        var (p, z2) = ((double)successes / n, ConfidenceInterval.Z * ConfidenceInterval.Z);
        var middle = p + (z2 / (2 * n));
        var half = ConfidenceInterval.Z * Math.Sqrt(((p * (1 - p)) + (z2 / (4 * n))) / n);
        var all = 1 + (z2 / n);
        return new(successes == 0 ? 0 : (middle - half) / all, successes == n ? 1 : (middle + half) / all);
    }
}
