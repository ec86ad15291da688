using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How soon a customer hears from a machine that the message has arrived.</summary>
public static class AutoReplyTime
{
    private static readonly Measure Time = new("auto_reply_time", Binning.Duration, static ticket =>
        ticket is { OpenedAt: not null, FirstContactAt: { } contact } && FirstReply(ticket, contact) is { } reply
            ? [new Contribution(reply.At, new Stretch(contact, reply.At).Milliseconds, ticket.Attributes.Assignee)]
            : []);

    public static Kpi Kpi { get; } = new()
    {
        Id = "auto_reply_time",
        Names = new("Auto-reply time", "Zeit bis zur automatischen Antwort", "Automaattivastauksen aika", "Tid till automatiskt svar"),
        Formula = "From the first customer contact to the first public message of a bot or of automation after it, whether or not a person replied before.",
        BookedOn = "first automatic reply",
        Unit = Unit.Seconds,
        Better = Better.Lower,
        Basis = Basis.Calendar,
        Reading = new Duration(Time),
    };

    private static Message? FirstReply(Ticket ticket, DateTimeOffset contact) =>
        ticket.Messages.FirstOrDefault(m => m is { IsPublic: true, Author: Party.Bot or Party.Automation } && m.At >= contact);
}
