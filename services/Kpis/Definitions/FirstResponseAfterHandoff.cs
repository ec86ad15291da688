using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How long a customer whom a bot handed over waits for a person.</summary>
public static class FirstResponseAfterHandoff
{
    private static readonly Spans Time = new("first_response_after_handoff", static ticket => FirstReply(ticket));

    public static Kpi Kpi { get; } = new Kpi
    {
        Id = "first_response_after_handoff",
        Names = new("First response after handoff", "Erste Reaktionszeit nach Bot-Übergabe", "Ensimmäisen vastauksen aika botin siirrosta", "Tid till första svar efter botens överlämning"),
        Formula = "From the message with which a bot first hands over to people to the next public reply of a person. A ticket that nobody has replied to since has none.",
        BookedOn = "first human reply after the handoff",
        Unit = Unit.Seconds,
        Better = Better.Lower,
    }.Over(Time);

    private static Span[] FirstReply(Ticket ticket)
    {
        Message? handoff = null;
        foreach (var message in ticket.Messages)
        {
            if (handoff is not null && message.IsHumanReply) return [new Span(message.At, message.Agent, new Stretch(handoff.At, message.At))];
            if (message.HandsOff) handoff ??= message;
        }

        return [];
    }
}
