using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How many tickets came in, were resolved and went back to work.</summary>
public static class TicketCounts
{
    internal static readonly Measure OpenedTickets = new("tickets_opened", Binning.None, static ticket =>
        ticket.OpenedAt is { } at ? [new Contribution(at, 1, ticket.Attributes.Assignee)] : []);

    internal static readonly Measure ResolvedTickets = new("tickets_resolved", Binning.None, static ticket =>
        ticket is { OpenedAt: not null, Resolution: { } held } ? [new Contribution(held.At, 1, held.Agent)] : []);

    private static readonly Measure ResolveEvents = new("resolutions", Binning.None, static ticket =>
        ticket.Resolutions.Count == 0 ? [] : ticket.Resolutions.Select(r => new Contribution(r.At, 1, r.Agent)));

    private static readonly Measure ReopenEvents = new("tickets_reopened", Binning.None, static ticket =>
        ticket.Reopenings.Count == 0 ? [] : Reopenings(ticket));

    public static Kpi Opened { get; } = new()
    {
        Id = "tickets_opened",
        Names = new("Tickets opened", "Eröffnete Tickets", "Avatut tiketit", "Öppnade ärenden"),
        Formula = "Number of tickets opened. Tickets that were removed (spam, merged, deleted, test) never count, past windows included.",
        BookedOn = "opening",
        Unit = Unit.Tickets,
        Better = Better.Neither,
        Reading = new Count(OpenedTickets),
    };

    public static Kpi Resolved { get; } = new()
    {
        Id = "tickets_resolved",
        Names = new("Tickets resolved", "Gelöste Tickets", "Ratkaistut tiketit", "Lösta ärenden"),
        Formula = "Number of distinct tickets that are resolved, each once, at the resolve that holds. At any moment: opened = resolved + open.",
        BookedOn = "the resolve that holds",
        Unit = Unit.Tickets,
        Better = Better.Higher,
        Reading = new Count(ResolvedTickets),
    };

    public static Kpi Resolutions { get; } = new()
    {
        Id = "resolutions",
        Names = new("Resolutions", "Lösungen", "Ratkaisut", "Lösningar"),
        Formula = "Number of times a ticket was resolved. Resolving what is resolved counts nothing.",
        BookedOn = "resolve",
        Unit = Unit.Events,
        Better = Better.Higher,
        Reading = new Count(ResolveEvents),
    };

    public static Kpi Reopened { get; } = new()
    {
        Id = "tickets_reopened",
        Names = new("Reopenings", "Wiedereröffnungen", "Uudelleen avaamiset", "Återöppningar"),
        Formula = "Number of times a resolved ticket went back to work. A customer's reply alone does not reopen; the source's reopening does.",
        BookedOn = "reopening",
        Unit = Unit.Events,
        Better = Better.Lower,
        Reading = new Count(ReopenEvents),
    };

    private static IEnumerable<Contribution> Reopenings(Ticket ticket) => ticket.Reopenings.Select(at => new Contribution(at, 1, ticket.Attributes.Assignee));
}
