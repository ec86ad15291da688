using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Targets;

/// <summary>How a value must stand to the threshold.</summary>
public enum Comparison
{
    AtMost,
    Below,
    AtLeast,
    Above,
}

/// <summary>What a KPI should be: for what part of the help desk, and when.</summary>
public sealed record Target
{
    /// <summary>The id of what holds where a workspace has set nothing.</summary>
    public const string DefaultId = "default";

    /// <summary>The share of a threshold after which a running clock is at risk, where a target does not say.</summary>
    public const double DefaultAtRisk = 0.8;

    public required string Id { get; init; }

    public required string Kpi { get; init; }

    /// <summary>Of which statistic; null for a KPI that has none.</summary>
    public Statistic? Statistic { get; init; }

    public required Comparison Comparison { get; init; }

    /// <summary>In the KPI's unit.</summary>
    public required double Threshold { get; init; }

    /// <summary>The threshold is in business time.</summary>
    public bool BusinessHours { get; init; }

    /// <summary>The values of each dimension that it is for; a dimension that is not there does not matter.</summary>
    public IReadOnlyDictionary<Dimension, IReadOnlyList<string>> Scope { get; init; } = new Dictionary<Dimension, IReadOnlyList<string>>();

    /// <summary>From this instant on; null: always was.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Up to, and without, this instant; null: stays.</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>The share of the threshold after which a running clock is at risk; 1: never.</summary>
    public double AtRisk { get; init; } = DefaultAtRisk;

    /// <summary>True when a clock can run against it: what is asked is that a length of time is not too long.</summary>
    public bool IsDeadline => Comparison is Comparison.AtMost or Comparison.Below;

    public bool IsValidAt(DateTimeOffset at) => !(at < ValidFrom) && !(at >= ValidTo);

    /// <summary>Whether something with these values is in its scope.</summary>
    public bool Covers(Dimensions values)
    {
        foreach (var (dimension, among) in Scope)
        {
            if (values[dimension] is not { } value || !among.Contains(value)) return false;
        }

        return true;
    }

    /// <summary>Whether everything that has only these values is in its scope; a dimension that is not among them may have any value.</summary>
    public bool Covers(IReadOnlyDictionary<Dimension, IReadOnlyList<string>> only) =>
        Scope.All(s => only.TryGetValue(s.Key, out var values) && values.Count > 0 && values.All(s.Value.Contains));

    /// <summary>Whether nothing but the id would decide between the two.</summary>
    public bool TiesWith(Target other) =>
        Kpi == other.Kpi && Statistic == other.Statistic && SameScope(other)
        && !(ValidTo <= other.ValidFrom) && !(other.ValidTo <= ValidFrom);

    private bool SameScope(Target other) =>
        Scope.Count == other.Scope.Count && Scope.All(s => other.Scope.TryGetValue(s.Key, out var values) && values.ToHashSet(StringComparer.Ordinal).SetEquals(s.Value));
}
