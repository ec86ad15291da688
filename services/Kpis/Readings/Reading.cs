using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Readings;

/// <summary>How a KPI's number is read from the tallies of a window. One kind a file.</summary>
public abstract record Reading
{
    /// <summary>The measures it reads.</summary>
    public abstract IReadOnlyList<Measure> Measures { get; }

    /// <summary>True when <c>stat</c> chooses among mean, percentiles and so on; other readings take no notice of it.</summary>
    public virtual bool HasStatistics => false;

    /// <summary>True when it is what there is at the end of the window: then the tallies are of all time until that end, not of the window.</summary>
    public virtual bool IsStock => false;

    /// <summary>The score or duration that <c>/v1/distribution</c> can show; null when it is not one measure's distribution.</summary>
    public virtual (Measure Measure, Unit Unit)? Distributed => null;

    /// <summary>How <see cref="Interval"/> is computed, in words; null when there is none.</summary>
    public virtual string? IntervalMethod => null;

    /// <summary>
    /// Fewer answers than this are shown by no number, so that nobody's own can be told; 0 where nobody needs that. Single answers of such a KPI, and
    /// what it is made of (<see cref="Measures"/>), must not be shown in any other way either.
    /// </summary>
    public virtual int FewestShown => 0;

    /// <summary>The number; a value that has no data is null, never 0.</summary>
    public abstract Number Read(Tallies tallies, Statistic statistic);

    /// <summary>The numbers of groups, or of a series' buckets, that are shown side by side: whoever knows their total must not learn from them what is hidden in one.</summary>
    public virtual IReadOnlyList<Number> ReadTogether(IReadOnlyList<Tallies> parts, Statistic statistic) => [.. parts.Select(part => Read(part, statistic))];

    /// <summary>Where the true value lies with a confidence of 95 %, as far as chance alone goes; null where that cannot be told, as from too few.</summary>
    public virtual ConfidenceInterval? Interval(Tallies tallies, Statistic statistic) => null;
}

/// <summary>What a reading gives.</summary>
/// <param name="Value">In the KPI's unit; null when there is no data.</param>
/// <param name="N">What it was computed from.</param>
/// <param name="Stat">The statistic, for readings that are one.</param>
public sealed record Number(double? Value, long N, string? Stat = null)
{
    /// <summary>Of a ratio.</summary>
    public double? Numerator { get; init; }

    /// <summary>Of a ratio.</summary>
    public double? Denominator { get; init; }

    /// <summary>How many in each class, by the class's name, best first.</summary>
    public IReadOnlyDictionary<string, long>? Parts { get; init; }

    /// <summary>How much of it is in each class, in the KPI's unit, by the class's name; they add up to the sum.</summary>
    public IReadOnlyDictionary<string, double>? Amounts { get; init; }

    /// <summary>True when there are too few answers to show any of it (<see cref="Reading.FewestShown"/>); <see cref="N"/> is no number of answers then.</summary>
    public bool Suppressed { get; init; }

    /// <summary>ISO 4217, of money.</summary>
    public string? Currency { get; init; }

    /// <summary>The values by currency, where there is more than one and so no single value.</summary>
    public IReadOnlyDictionary<string, double?>? ByCurrency { get; init; }

    /// <summary>Other numbers that belong to it, by name.</summary>
    public IReadOnlyDictionary<string, double?>? Also { get; init; }
}
