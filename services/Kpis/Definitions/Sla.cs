using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Targets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>
/// Promises kept: of the clocks of all tickets (<see cref="SlaClocks"/>) those met and those breached. A breach is booked at its deadline, ahead of time,
/// and taken back by the event that comes before: so it is known the moment it happens.
/// </summary>
public static class Sla
{
    private static readonly Measure FirstResponses = Decided("sla.first_response", SlaClocks.FirstResponse);
    private static readonly Measure Responses = Decided("sla.response", SlaClocks.Response);
    private static readonly Measure Resolutions = Decided("sla.resolution", SlaClocks.Resolution);

    private static readonly Names ResponseNames = new("Responses within target", "Antworten innerhalb des Ziels", "Tavoiteajassa annetut vastaukset", "Svar inom målet");
    private static readonly Names ResolutionNames = new("Resolutions within target", "Lösungen innerhalb des Ziels", "Tavoiteajassa tehdyt ratkaisut", "Lösningar inom målet");
    private static readonly Names AttainmentNames = new("SLA attainment", "SLA-Erfüllung", "SLA-toteuma", "SLA-uppfyllnad");

    private const string Untold = " A wait that a resolve ends in time with no reply counts as neither. The target is the one valid when the clock began, chosen by what the ticket is now.";

    public static Kpi ResponseWithinTarget { get; } = Share(
        "response_within_target",
        ResponseNames,
        "Share of the customer's waits that a person's reply ended by their deadline, of all waits decided: met, or past their deadline, answered or not." + Untold,
        [(SlaClocks.FirstResponse, FirstResponses), (SlaClocks.Response, Responses)]);

    public static Kpi ResolutionWithinTarget { get; } = Share(
        "resolution_within_target",
        ResolutionNames,
        "Share of tickets resolved by their deadline, of all decided: resolved in time, or past the deadline, resolved or not. A ticket that is reopened runs on from its opening.",
        [(SlaClocks.Resolution, Resolutions)]);

    public static Kpi Attainment { get; } = Share(
        "sla_attainment",
        AttainmentNames,
        "Met ÷ (met + breached) over all waits of customers and all resolutions. What is not decided is not in it: see sla_undecided." + Untold,
        [(SlaClocks.FirstResponse, FirstResponses), (SlaClocks.Response, Responses), (SlaClocks.Resolution, Resolutions)],
        new("ratio", 0.95, "95 %"));

    private static Kpi Share(string id, Names names, string formula, IReadOnlyList<(string, Measure)> measures, DefaultTarget? target = null) => new()
    {
        Id = id,
        Names = names,
        Formula = formula,
        BookedOn = "the reply or resolve that met it, else the deadline",
        Unit = Unit.Ratio,
        Better = Better.Higher,
        Reading = new Attainment(measures),
        DefaultTarget = target,
    };

    /// <summary>1 for each clock met, booked when it was, and 0 for each breached, booked at its deadline for whom the ticket is assigned to.</summary>
    private static Measure Decided(string id, string metric) => new(id, Binning.None, (ticket, rules) =>
        ticket.ClocksUnder(rules).Where(c => c.Metric == metric && !c.IsCancelled).Select(c => c.IsMet
            ? new Contribution(c.DecidedAt, 1, c.Agent)
            : new Contribution(c.DecidedAt, 0, ticket.Attributes.Assignee)))
    {
        IsScheduled = true,
    };
}
