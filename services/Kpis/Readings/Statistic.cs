using System.Globalization;

namespace KpiPlatform.Kpis.Readings;

/// <summary>mean, sum, count, min, max, or a percentile from p1 to p99.</summary>
public readonly record struct Statistic
{
    private Statistic(string name, double? quantile) => (Name, Quantile) = (name, quantile);

    public static Statistic Mean { get; } = new("mean", null);
    public static Statistic Median { get; } = new("p50", 0.5);

    /// <summary>As queries and answers write it.</summary>
    public string Name { get; }

    /// <summary>From 0 (min) to 1 (max); null for mean, sum and count.</summary>
    public double? Quantile { get; }

    /// <summary>Reads a name; false when there is no such statistic.</summary>
    public static bool TryParse(string name, out Statistic statistic)
    {
        statistic = name switch
        {
            "mean" or "sum" or "count" => new(name, null),
            "min" => new(name, 0),
            "max" => new(name, 1),
            ['p', >= '1' and <= '9', ..] when int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var p) && p < 100 => new(name, p / 100.0),
            _ => default,
        };
        return statistic.Name is not null;
    }
}
