namespace KpiPlatform.Kpis.Targets;

/// <summary>How a number stands to a target.</summary>
public enum TargetState
{
    NoData,
    Met,

    /// <summary>Met, but near the threshold.</summary>
    AtRisk,
    Missed,
}

/// <summary>Judges numbers by targets.</summary>
public static class TargetStates
{
    /// <summary>So near is near: of the threshold, or of the way from it to the best there can be.</summary>
    private const double Near = 0.2;

    /// <summary>
    /// Missed on the wrong side of the threshold. At risk on the right side, but near: where less is better within a fifth of the threshold; where more is
    /// better within a fifth of the way from the threshold to the highest value there can be (1 of a ratio, 5 of a score), or, where there is none, of the threshold.
    /// </summary>
    public static TargetState StateOf(this Target target, double? value, Unit unit)
    {
        if (value is not { } v) return TargetState.NoData;
        if (!target.Comparison.Holds(v, target.Threshold)) return TargetState.Missed;
        var threshold = target.Threshold;
        var margin = Near * (target.IsDeadline || unit.Highest is null ? Math.Abs(threshold) : unit.Highest.Value - threshold);
        var isNear = target.IsDeadline ? v > threshold - margin : v < threshold + margin;
        return isNear ? TargetState.AtRisk : TargetState.Met;
    }
}
