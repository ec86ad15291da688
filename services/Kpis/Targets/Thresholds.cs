using System.Text.Json;
using KpiPlatform.Kpis.Calendars;

namespace KpiPlatform.Kpis.Targets;

/// <summary>Reads thresholds, in the KPI's unit, and the share of them at which a running clock is at risk.</summary>
internal static class Thresholds
{
    /// <summary>Ten years: beyond it a mistake in the unit is likelier than a promise.</summary>
    private const double LongestSeconds = 3652.5 * 86400;

    public static double Read(Part part, Kpi? kpi)
    {
        if (!part.IsThere) part.Add($"Must be there: a number{(kpi is null ? "" : $" in the KPI's unit, {kpi.Unit.Symbol}")}.");
        else if (part.Number() is { } value)
        {
            if (kpi?.Unit == Unit.Seconds && value is not (>= 0.001 and <= LongestSeconds)) part.Add("Must be seconds, more than 0 and at most ten years.");
            else if (kpi?.Unit == Unit.Ratio && value is not (>= 0 and <= 1)) part.Add("Must be a share from 0 to 1: 95 % is 0.95.");
            return value;
        }

        return 0;
    }

    public static double AtRisk(Part part, Kpi? kpi)
    {
        if (!part.IsThere) return Target.DefaultAtRisk;
        if (kpi is not null && kpi.Unit != Unit.Seconds) part.Add($"{kpi.Id} has no clock that could be at risk: leave it out.");
        else if (part.Number() is { } share)
        {
            if (share is > 0 and <= 1) return share;
            part.Add("Must be more than 0 and at most 1: the share of the threshold after which a running clock is at risk.");
        }

        return Target.DefaultAtRisk;
    }

    /// <summary>A number that is finite; null with a problem when it is none.</summary>
    private static double? Number(this Part part)
    {
        if (!part.Is(JsonValueKind.Number, "a number")) return null;
        if (part.Value.TryGetDouble(out var value) && double.IsFinite(value)) return value;
        part.Add("Is too large a number.");
        return null;
    }
}
