using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How long it takes until a ticket is resolved: to the end of its last episode, of its first, and the time it was worked on.</summary>
public static class ResolutionTime
{
    private static readonly Spans ToLast = new("resolution_time", static ticket =>
        ticket is { OpenedAt: { } opened, Resolution: { } held } ? [Booked(held, new Stretch(opened, held.At))] : []);

    private static readonly Spans ToFirst = new("resolution_time_first", static ticket =>
        ticket is { OpenedAt: { } opened, Resolutions: [var first, ..] } ? [Booked(first, new Stretch(opened, first.At))] : []);

    private static readonly Spans Worked = new("resolution_time_net", static ticket =>
        ticket is { OpenedAt: not null, Resolution: { Worked: { } worked } held } ? [Booked(held, [.. worked])] : []);

    public static Kpi Last { get; } = Of(
        "resolution_time",
        new("Resolution time", "Lösungszeit", "Ratkaisuaika", "Lösningstid"),
        "From the opening to the end of the last episode. A ticket that is open again has none until it is resolved.",
        "the resolve that holds",
        ToLast);

    public static Kpi First { get; } = Of(
        "resolution_time_first",
        new("Time to first resolution", "Zeit bis zur ersten Lösung", "Aika ensimmäiseen ratkaisuun", "Tid till första lösning"),
        "From the opening to the end of the first episode.",
        "first resolve",
        ToFirst);

    public static Kpi Net { get; } = Of(
        "resolution_time_net",
        new("Net resolution time", "Netto-Lösungszeit", "Nettoratkaisuaika", "Nettolösningstid"),
        "From the opening to the end of the last episode, less the time the ticket was pended or resolved.",
        "the resolve that holds",
        Worked);

    private static Span Booked(Resolution resolution, params Stretch[] stretches) => new(resolution.At, resolution.Agent, stretches);

    private static Kpi Of(string id, Names names, string formula, string bookedOn, Spans spans) => new Kpi
    {
        Id = id,
        Names = names,
        Formula = formula,
        BookedOn = bookedOn,
        Unit = Unit.Seconds,
        Better = Better.Lower,
        DefaultTarget = new("p90", 48 * 3600, "48 hours"),
    }.Over(spans);
}
