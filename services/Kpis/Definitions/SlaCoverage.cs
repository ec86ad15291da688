using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Targets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>For how much of what it does a help desk has promised something.</summary>
public static class SlaCoverage
{
    private static readonly Measure AreasSeen = new("sla_covered_services", Binning.Class, static (ticket, rules) =>
        ticket is { OpenedAt: { } at, Attributes: { Area: { } area } own }
            ? [new Contribution(at, Coverage.CodeOf(area, rules.Targets.Targets.Any(t => Promises(t, area, at))), own.Assignee)]
            : []);

    public static Kpi Kpi { get; } = new()
    {
        Id = "sla_covered_services",
        Names = new("Services covered by SLAs", "Von SLAs abgedeckte Dienste", "SLA:n kattamat palvelut", "Tjänster som täcks av SLA"),
        Formula = "Of the different areas that tickets were opened for, the share with a target of the workspace's own for response or resolution times, valid at an opening: one whose "
            + "scope names the area or has no limits. The catalogue's default targets are promised to nobody.",
        BookedOn = "opening",
        Unit = Unit.Ratio,
        Better = Better.Higher,
        Reading = new Coverage(AreasSeen),
    };

    private static bool Promises(Target target, string area, DateTimeOffset at) =>
        target.IsDeadline && target.IsValidAt(at) && (target.Kpi is SlaClocks.FirstResponse or SlaClocks.Response or SlaClocks.Resolution)
        && (target.Scope.Count == 0 || (target.Scope.TryGetValue(Dimension.Area, out var areas) && areas.Contains(area)));
}
