namespace KpiPlatform.Kpis.Definitions;

/// <summary>How long the tickets take that are not settled with a reply or two.</summary>
public static class ResolutionTimeMultiReply
{
    /// <summary>Tickets with more human replies than this are those it is about.</summary>
    public const int FewReplies = 2;

    private static readonly Spans Time = new("resolution_time_multi_reply", static ticket =>
        ticket is { OpenedAt: { } opened, Resolution: { } held } && ticket.HumanRepliesUntil(held.At) > FewReplies
            ? [new Span(held.At, held.Agent, new Stretch(opened, held.At))]
            : []);

    public static Kpi Kpi { get; } = new Kpi
    {
        Id = "resolution_time_multi_reply",
        Names = new("Resolution time, several replies", "Lösungszeit bei mehreren Antworten", "Ratkaisuaika, useita vastauksia", "Lösningstid vid flera svar"),
        Formula = "Resolution time of the tickets that took more than two human replies until the resolve that holds.",
        BookedOn = "the resolve that holds",
        Unit = Unit.Seconds,
        Better = Better.Lower,
        DefaultTarget = new("p90", 48 * 3600, "48 hours"),
    }.Over(Time);
}
