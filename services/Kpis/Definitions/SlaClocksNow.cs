using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Targets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>
/// The clocks that are running at the end of the window: all not decided, those at risk, and those past their deadline. Kept as what came and what went, at
/// instants to come too: the numbers change by themselves when the time is there.
/// </summary>
public static class SlaClocksNow
{
    private static readonly Measure UndecidedFlow = Flow("sla_undecided", static c => (c.From, c.DecidedAt));
    private static readonly Measure AtRiskFlow = Flow("sla_at_risk", static c => (c.RiskAt, c.DecidedAt));
    private static readonly Measure OverdueFlow = Flow("sla_breached_open", static c => (c.Due, c.EndedAt ?? DateTimeOffset.MaxValue));

    public static Kpi Undecided { get; } = Stock(
        "sla_undecided",
        new("SLA clocks undecided", "Unentschiedene SLA-Uhren", "Ratkeamattomat SLA-kellot", "Oavgjorda SLA-klockor"),
        "Waits and resolutions with a target that are neither met nor breached at the end of the window.",
        UndecidedFlow,
        Better.Neither);

    public static Kpi AtRisk { get; } = Stock(
        "sla_at_risk",
        new("SLA clocks at risk", "Gefährdete SLA-Uhren", "Vaarassa olevat SLA-kellot", "SLA-klockor i riskzonen"),
        "Of the clocks undecided at the end of the window, those past the share of their target at which it says they are at risk (0.8 where it says nothing).",
        AtRiskFlow,
        Better.Lower);

    public static Kpi Overdue { get; } = Stock(
        "sla_breached_open",
        new("Open SLA breaches", "Offene SLA-Verletzungen", "Avoimet SLA-ylitykset", "Öppna SLA-överträdelser"),
        "Waits past their deadline that nobody has answered, and tickets past theirs that are not resolved, at the end of the window.",
        OverdueFlow,
        Better.Lower);

    private static Kpi Stock(string id, Names names, string formula, Measure flow, Better better) => new()
    {
        Id = id,
        Names = names,
        Formula = formula,
        BookedOn = "end of the window",
        Unit = Unit.Clocks,
        Better = better,
        Reading = new Stock(flow),
    };

    /// <summary>+1 when a clock comes to be so, −1 when it no longer is; nothing for one that never is.</summary>
    private static Measure Flow(string id, Func<SlaClock, (DateTimeOffset From, DateTimeOffset To)> when) => new(id, Binning.None, (ticket, rules) =>
        ticket.ClocksUnder(rules).Select(when).Where(stay => stay.From < stay.To).SelectMany(stay => Between(stay.From, stay.To, ticket.Attributes.Assignee)))
    {
        IsScheduled = true,
    };

    private static IEnumerable<Contribution> Between(DateTimeOffset from, DateTimeOffset to, string? agent)
    {
        yield return new Contribution(from, 1, agent);
        if (to < DateTimeOffset.MaxValue) yield return new Contribution(to, -1, agent);
    }
}
