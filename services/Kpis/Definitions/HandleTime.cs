using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>Time that people spend with and for customers.</summary>
public static class HandleTime
{
    private static readonly (Medium Medium, string Name)[] Media =
        [(Medium.Phone, "phone"), (Medium.Email, "email"), (Medium.Chat, "chat"), (Medium.FaceToFace, "face_to_face"), (Medium.Other, "other")];

    private static readonly Measure Spent = new("handle_time", Binning.Duration, static ticket => ticket.Efforts.Count == 0 ? [] : ticket.Efforts.Select(Booked));

    private static readonly Measure Contacts = new("contacts", Binning.None, static ticket => CustomerMessages(ticket));

    public static Kpi Kpi { get; } = new()
    {
        Id = "handle_time",
        Names = new("Handle time", "Bearbeitungszeit", "Käsittelyaika", "Handläggningstid"),
        Formula = "Time logged, and the handle time of each reply, private notes included. Its parts are seconds by medium; a reply's medium follows from its channel, else from its ticket's. "
            + "per_ticket is the sum ÷ tickets opened in the window, per_contact the sum ÷ public customer messages in it, an opening by a customer being one.",
        BookedOn = "logging, or reply",
        Unit = Unit.Seconds,
        Better = Better.Lower,
        Basis = Basis.Calendar,
        Reading = new TimeSpent(Spent, [.. Media.Select(m => (m.Name, By(m.Medium, m.Name)))], [("per_ticket", TicketCounts.OpenedTickets), ("per_contact", Contacts)]),
    };

    private static Measure By(Medium medium, string name) => new("handle_time." + name, Binning.None, ticket => ticket.Efforts.Count == 0 ? [] : SpentBy(ticket, medium));

    private static IEnumerable<Contribution> SpentBy(Ticket ticket, Medium medium) =>
        ticket.Efforts.Where(e => (e.Medium ?? Effort.MediumOf(ticket.Attributes.Channel)) == medium).Select(Booked);

    private static Contribution Booked(Effort effort) => new(effort.At, effort.Milliseconds, effort.Agent);

    private static List<Contribution> CustomerMessages(Ticket ticket)
    {
        var contacts = new List<Contribution>(4);
        if (ticket is { OpenedAt: { } at, OpenedBy: Party.Customer }) contacts.Add(new(at, 1, ticket.Attributes.Assignee));
        foreach (var message in ticket.Messages)
        {
            if (message is { Author: Party.Customer, IsPublic: true }) contacts.Add(new(message.At, 1, ticket.Attributes.Assignee));
        }

        return contacts;
    }
}
