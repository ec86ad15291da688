using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Query.Answers;

/// <summary>The same number of the window that is compared with.</summary>
internal sealed record PreviousNumber(double? Value, long? N)
{
    public static PreviousNumber Of(Number number) => new(number.Value, number.Suppressed ? null : number.N);
}

/// <summary>From the previous number to this one; all null where either has no data.</summary>
/// <param name="Absolute">In the KPI's unit.</param>
/// <param name="Relative">As a share of the previous number; null when that was 0.</param>
/// <param name="Verdict"><c>better</c> or <c>worse</c> by the KPI's direction, <c>changed</c> when it has none, or <c>unchanged</c>.</param>
internal sealed record Change(double? Absolute, double? Relative, string? Verdict)
{
    public static Change Of(Better better, double? now, double? before)
    {
        if (now is not { } value || before is not { } previous) return new(null, null, null);
        var by = value - previous;
        return new(by, previous == 0 ? null : by / Math.Abs(previous), by == 0 ? "unchanged" : better switch
        {
            Better.Neither => "changed",
            Better.Higher => by > 0 ? "better" : "worse",
            _ => by < 0 ? "better" : "worse",
        });
    }
}
