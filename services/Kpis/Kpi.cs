using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis;

/// <summary>
/// The definition of a KPI, in the open: the API, the dashboard, exports, documentation and tests all read this one object, so that two
/// screens can never disagree.
/// </summary>
public sealed record Kpi
{
    /// <summary>The name in queries and answers: snake_case.</summary>
    public required string Id { get; init; }

    /// <summary>The name for people.</summary>
    public required Names Names { get; init; }

    /// <summary>How it is computed, in words that leave no doubt.</summary>
    public required string Formula { get; init; }

    /// <summary>Which instant decides the window it is counted in.</summary>
    public required string BookedOn { get; init; }

    public required Unit Unit { get; init; }

    public required Better Better { get; init; }

    /// <summary>From measures to the number.</summary>
    public required Reading Reading { get; init; }

    /// <summary>What does not count, and under which name an answer says how many those were.</summary>
    public IReadOnlyList<Exclusion> Excludes { get; init; } = [];

    /// <summary>The target that holds where nobody set another; null when there is none.</summary>
    public Target? DefaultTarget { get; init; }

    /// <summary>All measures its number and its exclusions are read from.</summary>
    public IEnumerable<Measure> Measures => Reading.Measures.Concat(Excludes.Select(e => e.Measure));

    /// <summary>What it can be grouped by and filtered on; null when that is every dimension. Asked for by another, it is refused by name.</summary>
    public IReadOnlyList<Dimension>? Dimensions { get; init; }

    /// <summary>False when it is of no tickets that were opened: then <c>cohort=opened</c> is refused by name.</summary>
    public bool HasCohort { get; init; } = true;
}

/// <summary>A KPI's name in English, German, Finnish and Swedish.</summary>
public sealed record Names(string En, string De, string Fi, string Sv);

/// <summary>Whether more is better, less is, or neither.</summary>
public enum Better
{
    Neither,
    Higher,
    Lower,
}

/// <summary>Contributions that are left out, counted by a measure of their own.</summary>
/// <param name="Reason">The name in an answer's <c>excluded</c>: snake_case.</param>
public sealed record Exclusion(string Reason, Measure Measure, string Because);

/// <summary>A threshold in the KPI's unit, for a statistic of it.</summary>
public sealed record Target(string Statistic, double Threshold, string Words);
