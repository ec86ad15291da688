using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>
/// Tickets that one reply settled. The net rate judges the first episode and waits whether the customer comes back; the gross rate looks at the
/// whole ticket as it is resolved now.
/// </summary>
public static class FirstContactResolution
{
    /// <summary>A ticket reopened within this time of its first resolve was not settled.</summary>
    public static readonly TimeSpan ReopenWindow = TimeSpan.FromDays(7);

    private static readonly Measure NetShare = new("first_contact_resolution", Binning.None, static ticket =>
        ticket is { OpenedAt: not null, Resolutions: [var first, ..] }
            ? [new Contribution(first.At, IsSettled(ticket, first) ? 1 : 0, first.Agent)]
            : []);

    private static readonly Measure Unsettled = new("first_contact_resolution.provisional", Binning.None, static ticket =>
        ticket is { OpenedAt: not null, Resolutions: [var first, ..] } && IsSettled(ticket, first) ? [new Contribution(first.At, 1, first.Agent)] : []);

    private static readonly Measure GrossShare = new("first_contact_resolution_gross", Binning.None, static ticket =>
        ticket is { OpenedAt: not null, Resolution: { } held } ? [new Contribution(held.At, RepliesUntil(ticket, held) == 1 ? 1 : 0, held.Agent)] : []);

    private static readonly Measure ZeroReplies = new("zero_reply_resolutions", Binning.None, static ticket =>
        ticket is { OpenedAt: not null, Resolution: { } held } && RepliesUntil(ticket, held) == 0 ? [new Contribution(held.At, 1, held.Agent)] : []);

    public static Kpi Net { get; } = Share(
        "first_contact_resolution",
        new("First-contact resolution", "Erstlösungsquote", "Ensikontaktiratkaisut", "Lösta vid första kontakten"),
        "Of the tickets resolved, the share whose first episode took exactly one human reply and that was not reopened within 7 days of its first resolve.",
        "first resolve",
        NetShare,
        new Provisional(Unsettled, ReopenWindow));

    public static Kpi Gross { get; } = Share(
        "first_contact_resolution_gross",
        new("First-contact resolution, gross", "Erstlösungsquote, brutto", "Ensikontaktiratkaisut, brutto", "Lösta vid första kontakten, brutto"),
        "Of the tickets resolved, the share that took exactly one human reply until the resolve that holds, reopened in between or not.",
        "the resolve that holds",
        GrossShare);

    public static Kpi ZeroReply { get; } = new()
    {
        Id = "zero_reply_resolutions",
        Names = new("Resolutions without a reply", "Lösungen ohne Antwort", "Ratkaisut ilman vastausta", "Lösningar utan svar"),
        Formula = "Tickets resolved with no human reply. They are in the denominator of first-contact resolution, and not in its numerator.",
        BookedOn = "the resolve that holds",
        Unit = Unit.Tickets,
        Better = Better.Neither,
        Reading = new Count(ZeroReplies),
    };

    private static Kpi Share(string id, Names names, string formula, string bookedOn, Measure measure, Provisional? provisional = null) => new()
    {
        Id = id,
        Names = names,
        Formula = formula,
        BookedOn = bookedOn,
        Unit = Unit.Ratio,
        Better = Better.Higher,
        Reading = new Share(measure),
        Provisional = provisional,
    };

    private static int RepliesUntil(Ticket ticket, Resolution resolve) => ticket.HumanRepliesUntil(resolve.At);

    private static bool IsSettled(Ticket ticket, Resolution first) => RepliesUntil(ticket, first) == 1 && !ReopenedWithin(ticket, first);

    private static bool ReopenedWithin(Ticket ticket, Resolution first) =>
        ticket.Reopenings is [var reopened, ..] && reopened - first.At <= ReopenWindow;
}
