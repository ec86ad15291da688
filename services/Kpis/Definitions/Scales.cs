using System.Globalization;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>Rating scales of surveys.</summary>
internal static class Scales
{
    /// <summary>A score on <c>a-b</c>, or 1 and 0 on <c>good-bad</c>, as a score on 1 to 5 in whole units (<see cref="Measure.ScoreUnit"/>).</summary>
    /// <exception cref="FormatException">The scale is neither, or the score is outside it: ingestion lets neither through.</exception>
    public static long OneToFive(decimal score, string scale) => OneTo(5, score, scale);

    /// <summary>The same on 1 to 7.</summary>
    public static long OneToSeven(decimal score, string scale) => OneTo(7, score, scale);

    private static long OneTo(int top, decimal score, string scale)
    {
        var (low, high) = Ends(scale);
        if (score < low || score > high) throw new FormatException($"The score {score} is not on the scale {scale}.");
        return (long)decimal.Round((1 + ((top - 1) * (score - low) / (high - low))) * Measure.ScoreUnit);
    }

    private static (decimal Low, decimal High) Ends(string scale)
    {
        if (scale == "good-bad") return (0, 1);
        var dash = scale.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && decimal.TryParse(scale.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var low)
            && decimal.TryParse(scale.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var high) && low < high
            ? (low, high)
            : throw new FormatException($"{scale} is not a scale.");
    }
}
