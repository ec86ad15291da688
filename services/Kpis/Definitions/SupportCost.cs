using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>What support costs. Amounts are of periods and are spread evenly over them, so that any window has its share; currencies are never mixed.</summary>
public static class SupportCost
{
    private static readonly Measure Cost = Amounts("support_cost");
    private static readonly Measure Revenue = Amounts("revenue");

    public static Kpi PerTicket { get; } = new()
    {
        Id = "cost_per_ticket",
        Names = new("Cost per ticket", "Kosten je Ticket", "Kustannus tikettiä kohden", "Kostnad per ärende"),
        Formula = "Support cost of the window ÷ tickets opened in it. An amount is spread evenly over its period. With several currencies each has its own value and there is no total.",
        BookedOn = "the amount's period",
        Unit = Unit.Money,
        Better = Better.Lower,
        Reading = new MoneyPer(Cost, TicketCounts.OpenedTickets, Under: null),
        HasCohort = false,
        Dimensions = [],
    };

    public static Kpi Ratio { get; } = new()
    {
        Id = "support_cost_ratio",
        Names = new("Support cost to revenue", "Supportkosten zu Umsatz", "Tukikustannusten osuus liikevaihdosta", "Supportkostnad av omsättning"),
        Formula = "Support cost ÷ revenue of the window, both of one currency. An amount is spread evenly over its period.",
        BookedOn = "the amount's period",
        Unit = Unit.Ratio,
        Better = Better.Lower,
        Reading = new MoneyPer(Cost, Count: null, Revenue),
        HasCohort = false,
        Dimensions = [],
        DefaultTarget = new("value", 0.1, "below 10 %"),
    };

    /// <summary>Millionths of a currency, from the period's first instant until its last.</summary>
    private static Measure Amounts(string kind) => new(kind, Binning.None, ticket => ticket.Others.Count == 0 ? [] : ticket.Others
        .Where(e => e.Kind == EventKind.AmountRecorded && e.Data.Kind == kind && e.Data is { Amount: not null, From: not null, To: not null })
        .Select(e => new Contribution(e.Data.From!.Value, (long)decimal.Round(e.Data.Amount!.Value * Money.Micro), null) { Lasting = new(e.Data.To!.Value, e.Data.Currency) }));
}
