using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>
/// What is open, and of that what nobody has answered, at the end of the window: kept as what came and what went, so that it is right for
/// any instant, past ones included.
/// </summary>
public static class Backlog
{
    private static readonly Measure OpenFlow = new("backlog", Binning.None, static ticket => Flow(ticket, TimeSpan.Zero));

    private static readonly Measure UnansweredFlow = new("unanswered", Binning.None, static ticket => Flow(ticket, TimeSpan.Zero, until: FirstReplyAt(ticket)));

    public static Kpi Open { get; } = new()
    {
        Id = "backlog",
        Names = new("Backlog", "Offene Tickets", "Avoimet tiketit", "Öppna ärenden i kö"),
        Formula = "Number of tickets opened but not resolved at the end of the window. Its parts are the tickets by age: how long before that end they were opened.",
        BookedOn = "end of the window",
        Unit = Unit.Tickets,
        Better = Better.Lower,
        Reading = new Stock(OpenFlow)
        {
            Ages = [("under_1d", OlderThan(1)), ("1d_to_3d", OlderThan(3)), ("3d_to_7d", OlderThan(7)), ("7d_to_30d", OlderThan(30))],
            Oldest = "over_30d",
        },
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

    private static Measure OlderThan(int days) => new($"backlog.older_than_{days}d", Binning.None, ticket => Flow(ticket, TimeSpan.FromDays(days))) { IsScheduled = true };

    /// <summary>
    /// +1 when the ticket, open, comes to be this old, which may be in the future, and when it comes to be open after that; −1 when it no longer is.
    /// From <paramref name="until"/> on it does not count.
    /// </summary>
    private static IEnumerable<Contribution> Flow(Ticket ticket, TimeSpan age, DateTimeOffset? until = null)
    {
        if (ticket.OpenedAt is not { } openedAt || openedAt > DateTimeOffset.MaxValue - age) return [];
        var from = openedAt + age;
        if (until <= from || ticket.Resolution?.At <= from) return [];
        if (ticket.Resolutions.Count == 0 && until is null) return [new(from, 1, ticket.Attributes.Assignee)];
        var (atFirst, later) = (1L, 0L);
        var changes = new List<Contribution>(2 + ticket.Resolutions.Count + ticket.Reopenings.Count);
        foreach (var resolution in ticket.Resolutions) Change(resolution.At, -1);
        foreach (var reopened in ticket.Reopenings) Change(reopened, 1);
        if (atFirst != 0) Add(from, atFirst);
        if (until is { } end && atFirst + later != 0) Add(end, -(atFirst + later));
        return changes;

        void Change(DateTimeOffset at, int by)
        {
            if (at >= until) return;
            if (at <= from)
            {
                atFirst += by;
                return;
            }

            later += by;
            Add(at, by);
        }

        void Add(DateTimeOffset at, long by) => changes.Add(new(at, by, ticket.Attributes.Assignee));
    }

    private static DateTimeOffset? FirstReplyAt(Ticket ticket)
    {
        foreach (var message in ticket.Messages)
        {
            if (message.IsHumanReply) return message.At;
        }

        return null;
    }
}
