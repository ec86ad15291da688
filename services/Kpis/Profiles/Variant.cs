using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Profiles;

/// <summary>A KPI as another system counts it: what differs from our definition. Names, unit, direction and target are ours.</summary>
/// <param name="Kpi">The id of ours that it stands beside.</param>
/// <param name="Formula">Their rule in words, with their own name of the metric.</param>
internal sealed record Variant(string Kpi, string Formula, string BookedOn)
{
    /// <summary>The durations as they take them; null for what is no duration, or the same as ours.</summary>
    public Func<Ticket, IEnumerable<Span>>? Durations { get; init; }

    /// <summary>What each ticket contributes where it is no duration; null when that is the same as ours.</summary>
    public Func<Ticket, IEnumerable<Contribution>>? Contributions { get; init; }

    /// <summary>How the number is read from their measure; null when as ours is.</summary>
    public Func<Measure, Reading>? Reading { get; init; }

    /// <summary>The reading made from ours, where it takes several measures; null when it does not.</summary>
    public Func<Reading, Profile, Reading>? FromOurs { get; init; }

    /// <summary>The id of another KPI that is the same number to them, whose measures it is read from; null when it has its own.</summary>
    public string? ReadAs { get; init; }

    /// <summary>
    /// True when nearly every ticket is counted otherwise, as by another booking instant: then all is stored, which is half of what more and
    /// less together would be.
    /// </summary>
    public bool Whole { get; init; }

    public Kpi Of(Kpi ours, Profile profile)
    {
        var theirs = ours with { Profile = profile, Formula = Formula, BookedOn = BookedOn, Excludes = [], Provisional = null };
        if (Durations is { } durations)
            return theirs.Over(Whole ? new Spans($"{Kpi}@{profile.Id}", durations) : ours.Spans!.InProfile(profile.Id, durations));
        if (ours.Spans is { } spans) return theirs.Over(spans);
        if (FromOurs is { } made) return theirs with { Reading = made(ours.Reading, profile) };
        var measure = Contributions is { } contributions ? MeasureOf(ours.Reading.Measures[0], profile, contributions) : ours.Reading.Measures[0];
        return theirs with { Reading = Reading is { } reading ? reading(measure) : ours.Reading };
    }

    private Measure MeasureOf(Measure ours, Profile profile, Func<Ticket, IEnumerable<Contribution>> contributions) =>
        Whole ? new Measure($"{Kpi}@{profile.Id}", ours.Binning, contributions) : ours.InProfile(profile.Id, (ticket, _) => contributions(ticket));
}

internal static class VariantExtensions
{
    /// <summary>The waits without the one that this reply ended: systems that count a first response apart leave it out of the others.</summary>
    public static IEnumerable<Wait> WaitsWithout(this Ticket ticket, Message? first) => ticket.Waits.Where(w => w.To != first?.At);
}
