using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>
/// What is open, and of that what nobody has answered, at the end of the window: kept as what came and what went, so that it is right for
/// any instant, past ones included.
/// </summary>
public static class Backlog
{
    private static readonly Measure OpenFlow = new("backlog", Binning.None, static ticket => Flow(ticket));

    private static readonly Measure UnansweredFlow = new("unanswered", Binning.None, static ticket => Flow(ticket, until: ticket.HumanReplies.FirstOrDefault()?.At));

    public static Kpi Open { get; } = new()
    {
        Id = "backlog",
        Names = new("Backlog", "Offene Tickets", "Avoimet tiketit", "Öppna ärenden i kö"),
        Formula = "Number of tickets opened but not resolved at the end of the window. Its parts are the tickets by age: how long before that end they were opened.",
        BookedOn = "end of the window",
        Unit = Unit.Tickets,
        Better = Better.Lower,
        Reading = new Stock(OpenFlow) { HasAges = true },
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

    /// <summary>+1 when the ticket comes to be open, −1 when it no longer is; from <paramref name="until"/> on it does not count.</summary>
    private static IEnumerable<Contribution> Flow(Ticket ticket, DateTimeOffset? until = null)
    {
        if (ticket.OpenedAt is not { } opened || until <= opened) return [];
        var agent = ticket.Attributes.Assignee;
        if (ticket.Resolutions.Count == 0 && until is null) return [new(opened, 1, agent)];
        var (atFirst, later) = (1L, 0L);
        var changes = new List<Contribution>(2 + ticket.Resolutions.Count + ticket.Reopenings.Count);
        foreach (var resolution in ticket.Resolutions) Change(resolution.At, -1);
        foreach (var reopened in ticket.Reopenings) Change(reopened, 1);
        if (atFirst != 0) changes.Add(new(opened, atFirst, agent));
        if (until is { } end && atFirst + later != 0) changes.Add(new(end, -(atFirst + later), agent));
        return changes;

        // A slow clock may have put a resolve before the opening: it counts with it, so that nothing is ever less than none.
        void Change(DateTimeOffset at, int by)
        {
            if (at >= until) return;
            if (at <= opened)
            {
                atFirst += by;
                return;
            }

            later += by;
            changes.Add(new(at, by, agent));
        }
    }
}
