using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Profiles;

/// <summary>
/// Intercom's rules: clocks start at the first message of the contact, whoever started the conversation; response times and first contact are
/// reported on the day the conversation started; what it shows unasked is the median, as here. What they rest on: docs/profiles.md.
/// </summary>
internal static class Intercom
{
    public static IReadOnlyList<Variant> Variants { get; } =
    [
        new("first_response_time",
            "Intercom's first response time: from the first message of the contact to the first visible reply of a teammate after it, also in conversations that a teammate "
            + "started. Bots are no reply.",
            "start of the conversation")
        {
            Whole = true,
            Durations = static ticket => ticket is { OpenedAt: { } started, FirstContactAt: { } contact } && ticket.HumanReplies.FirstOrDefault(m => m.At >= contact) is { } reply
                ? [new Span(started, reply.Agent, new Stretch(contact, reply.At))]
                : [],
        },
        new("response_time",
            "Intercom's response time: every wait, the first included, from the contact's message not yet answered to the next visible reply of a teammate.",
            "start of the conversation")
        {
            Whole = true,
            Durations = static ticket => ticket.OpenedAt is { } started ? ticket.Waits.Select(w => new Span(started, w.Agent, new Stretch(w.From, w.To))) : [],
        },
        new("resolution_time",
            "Intercom's time to close (last close): from the first message of the contact to the last time the conversation was closed so far, also while it is open again.",
            "last close so far")
        {
            Durations = static ticket => Closes(ticket) is [.., var last] ? [Until(ticket, last)] : [],
        },
        new("resolution_time_first", "Intercom's time to first close: from the first message of the contact to the first close after it.", "first close")
        {
            Durations = static ticket => Closes(ticket) is [var first, ..] ? [Until(ticket, first)] : [],
        },
        new("resolutions", "Intercom's closed conversations: every close, so a conversation that is closed again counts again.", "close"),
        new("tickets_resolved", "Intercom's new closed conversations: each conversation once, at its first close, whether it was opened again or not.", "first close")
        {
            Contributions = static ticket => ticket is { OpenedAt: not null, Resolutions: [var first, ..] } ? [new Contribution(first.At, 1, first.Agent)] : [],
            Reading = static m => new Count(m),
        },
        new("first_contact_resolution",
            "Intercom's closed on first contact rate: of the conversations that were closed, the share that was closed exactly once and that exactly one teammate took part in "
            + "with a visible reply, however many replies that were.",
            "start of the conversation")
        {
            Whole = true,
            Contributions = static ticket => ticket is { OpenedAt: { } started, Resolutions: [var first, ..] closes }
                ? [new Contribution(started, closes.Count == 1 && Teammates(ticket) == 1 ? 1 : 0, first.Agent)]
                : [],
            Reading = static m => new Share(m),
        },
        new("csat_positive", "Intercom's CSAT score: ratings of 4 and 5 ÷ ratings.", "rating"),
    ];

    /// <summary>Closes before the contact has written are of a conversation that has not begun.</summary>
    private static List<Resolution> Closes(Ticket ticket) =>
        ticket is { OpenedAt: not null, FirstContactAt: { } contact } ? [.. ticket.Resolutions.Where(r => r.At >= contact)] : [];

    private static Span Until(Ticket ticket, Resolution close) => new(close.At, close.Agent, new Stretch(ticket.FirstContactAt!.Value, close.At));

    private static int Teammates(Ticket ticket) => ticket.HumanReplies.Select(m => m.Agent).Distinct(StringComparer.Ordinal).Count();
}
