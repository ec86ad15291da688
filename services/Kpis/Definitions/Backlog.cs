using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>
/// What is open, and of that what nobody has answered, at the end of the window: kept as what came and what went, so that it is right for
/// any instant, past ones included.
/// </summary>
public static class Backlog
{
    private static readonly Measure OpenFlow = new("backlog", Binning.None, static ticket => Flow(ticket, lastsUntil: null));

    private static readonly Measure UnansweredFlow = new("unanswered", Binning.None, static ticket =>
        Flow(ticket, lastsUntil: ticket.HumanReplies.FirstOrDefault()?.At));

    public static Kpi Open { get; } = new()
    {
        Id = "backlog",
        Names = new("Backlog", "Offene Tickets", "Avoimet tiketit", "Öppna ärenden i kö"),
        Formula = "Number of tickets opened but not resolved at the end of the window.",
        BookedOn = "end of the window",
        Unit = Unit.Tickets,
        Better = Better.Lower,
        Reading = new Stock(OpenFlow),
    };

    public static Kpi Unanswered { get; } = new()
    {
        Id = "unanswered",
        Names = new("Unanswered tickets", "Unbeantwortete Tickets", "Vastaamattomat tiketit", "Obesvarade ärenden"),
        Formula = "Of the tickets open at the end of the window, those that no person has replied to publicly.",
        BookedOn = "end of the window",
        Unit = Unit.Tickets,
        Better = Better.Lower,
        Reading = new Stock(UnansweredFlow),
    };

    /// <summary>+1 when the ticket comes to be open, −1 when it no longer is; what happens after <paramref name="lastsUntil"/> counts no more.</summary>
    private static IEnumerable<Contribution> Flow(Ticket ticket, DateTimeOffset? lastsUntil)
    {
        if (ticket.OpenedAt is not { } openedAt) yield break;
        var changes = ticket.Resolutions.Select(r => (r.At, By: -1L))
            .Concat(ticket.Reopenings.Select(at => (At: at, By: 1L)))
            .Append((At: openedAt, By: 1L))
            .Where(change => lastsUntil is not { } end || change.At < end);
        long open = 0;
        foreach (var (at, by) in changes)
        {
            open += by;
            yield return new Contribution(at, by, ticket.Attributes.Assignee);
        }

        if (lastsUntil is { } last && open != 0) yield return new Contribution(last, -open, ticket.Attributes.Assignee);
    }
}
