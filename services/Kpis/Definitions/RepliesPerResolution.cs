using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How many human replies a resolved ticket took.</summary>
public static class RepliesPerResolution
{
    private static readonly Measure Replies = new("replies_per_resolution", Binning.None, static ticket =>
        ticket is { OpenedAt: not null, Resolution: { } held }
            ? [new Contribution(held.At, ticket.HumanRepliesUntil(held.At), held.Agent)]
            : []);

    public static Kpi Kpi { get; } = new()
    {
        Id = "replies_per_resolution",
        Names = new("Replies per resolution", "Antworten je Lösung", "Vastauksia ratkaisua kohden", "Svar per lösning"),
        Formula = "Human replies up to the last resolve ÷ tickets resolved. Private notes, bots and automation are no replies.",
        BookedOn = "the resolve that holds",
        Unit = Unit.Replies,
        Better = Better.Lower,
        DefaultTarget = new("mean", 2, "at most 2"),
        Reading = new Mean(Replies, Unit.Replies),
    };
}
