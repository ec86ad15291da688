using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>Of the tickets that came in, how many are resolved.</summary>
public static class ResolutionRate
{
    private static readonly Measure ResolvedNow = new("resolution_rate", Binning.None, static ticket =>
        ticket.OpenedAt is { } at ? [new Contribution(at, ticket.IsResolved ? 1 : 0, ticket.Attributes.Assignee)] : []);

    private static readonly Measure StillOpen = new("resolution_rate.provisional", Binning.None, static ticket =>
        ticket is { OpenedAt: { } at, IsResolved: false } ? [new Contribution(at, 1, ticket.Attributes.Assignee)] : []);

    public static Kpi Kpi { get; } = new()
    {
        Id = "resolution_rate",
        Names = new("Resolution rate", "Lösungsquote", "Ratkaisuaste", "Lösningsgrad"),
        Formula = "Of the tickets opened in the window, the share that is resolved now. closing_ratio is tickets resolved in the window ÷ tickets opened in it.",
        BookedOn = "opening",
        Unit = Unit.Ratio,
        Better = Better.Higher,
        Provisional = new(StillOpen, For: null),
        Reading = new Share(ResolvedNow)
        {
            Also = new Dictionary<string, (Measure, Measure)>(StringComparer.Ordinal)
            {
                ["closing_ratio"] = (TicketCounts.ResolvedTickets, TicketCounts.OpenedTickets),
            },
        },
    };
}
