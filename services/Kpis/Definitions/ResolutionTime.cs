using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How long it takes until a ticket is resolved: to the end of its last episode, of its first, and the time it was worked on.</summary>
public static class ResolutionTime
{
    private static readonly Measure ToLast = new("resolution_time", Binning.Duration, static ticket =>
        ticket is { OpenedAt: { } opened, Resolution: { } held } ? [Booked(held, Milliseconds.Between(opened, held.At))] : []);

    private static readonly Measure ToFirst = new("resolution_time_first", Binning.Duration, static ticket =>
        ticket is { OpenedAt: { } opened, Resolutions: [var first, ..] } ? [Booked(first, Milliseconds.Between(opened, first.At))] : []);

    private static readonly Measure Worked = new("resolution_time_net", Binning.Duration, static ticket =>
        ticket is { OpenedAt: not null, Resolution: { Worked: { } worked } held } ? [Booked(held, Milliseconds.Of(worked))] : []);

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

    private static Contribution Booked(Resolution resolution, long milliseconds) => new(resolution.At, milliseconds, resolution.Agent);

    private static Kpi Of(string id, Names names, string formula, string bookedOn, Measure measure) => new()
    {
        Id = id,
        Names = names,
        Formula = formula,
        BookedOn = bookedOn,
        Unit = Unit.Seconds,
        Better = Better.Lower,
        Reading = new Duration(measure),
        DefaultTarget = new("p90", 48 * 3600, "48 hours"),
    };
}
