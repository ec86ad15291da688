using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis;

/// <summary>
/// The definition of a KPI, in the open: the API, the dashboard, exports, documentation and tests all read this one object, so that two
/// screens can never disagree.
/// </summary>
public sealed record Kpi
{
    /// <summary>The name in queries and answers: snake_case.</summary>
    public required string Id { get; init; }

    /// <summary>The name for people.</summary>
    public required Names Names { get; init; }

    /// <summary>How it is computed, in words that leave no doubt.</summary>
    public required string Formula { get; init; }

    /// <summary>Which instant decides the window it is counted in.</summary>
    public required string BookedOn { get; init; }

    public required Unit Unit { get; init; }

    public required Better Better { get; init; }

    /// <summary>From measures to the number.</summary>
    public Reading Reading { get => field ?? throw new InvalidOperationException($"The KPI {Id} has no reading: give it one, or spans to be over."); init; }

    /// <summary>What does not count, and under which name an answer says how many those were.</summary>
    public IReadOnlyList<Exclusion> Excludes { get; init; } = [];

    /// <summary>The target that holds where nobody set another; null when there is none.</summary>
    public DefaultTarget? DefaultTarget { get; init; }

    /// <summary>Contributions that later quiet days may still change; null when none can.</summary>
    public Provisional? Provisional { get; init; }

    /// <summary>The lengths of time it is about; null for a KPI that is no duration.</summary>
    public Spans? Spans { get; init; }

    /// <summary>Whether its durations are by the clock or in business time; null for a KPI that is no duration.</summary>
    public Basis? Basis { get; init; }

    /// <summary>The same KPI in business time; null when that makes no difference to it.</summary>
    public Kpi? InBusinessTime { get; init; }

    /// <summary>Whose way of counting this is.</summary>
    public Profile Profile { get; init; } = Profile.Default;

    /// <summary>The same KPI as other systems count it, by the profile's id. A profile that is not there counts it as we do.</summary>
    public IReadOnlyDictionary<string, Kpi> Profiles { get; init; } = new Dictionary<string, Kpi>();

    /// <summary>What it can be grouped by and filtered on; null when that is every dimension. Asked for by another, it is refused by name.</summary>
    public IReadOnlyList<Dimension>? Dimensions { get; init; }

    /// <summary>False when it is of no tickets that were opened: then <c>cohort=opened</c> is refused by name.</summary>
    public bool HasCohort { get; init; } = true;

    /// <summary>All stored measures its number, its exclusions and its provisional count are read from.</summary>
    public IEnumerable<Measure> Measures =>
        Reading.Measures.Concat(Excludes.Select(e => e.Measure)).Concat(Provisional is { } p ? [p.Measure] : []).SelectMany(m => m.Stored).Distinct();

    /// <summary>The KPI and every other way to count it.</summary>
    public IEnumerable<Kpi> Variants => Profiles.Values.Prepend(this).SelectMany(k => k.InBusinessTime is { } business ? (Kpi[])[k, business] : [k]);

    /// <summary>The way to count it that is asked for, or the nearest there is: what it is says <see cref="Profile"/> and <see cref="Basis"/>.</summary>
    public Kpi As(string profile, bool businessTime)
    {
        var kpi = Profiles.GetValueOrDefault(profile, this);
        return businessTime && kpi.InBusinessTime is { } business ? business : kpi;
    }

    /// <summary>A KPI of lengths of time, by the clock and in business time.</summary>
    public Kpi Over(Spans spans)
    {
        var byTheClock = this with { Spans = spans, Reading = new Duration(spans.ByTheClock), Basis = Kpis.Basis.Calendar };
        return byTheClock with { InBusinessTime = byTheClock with { Reading = new Duration(spans.InBusinessTime), Basis = Kpis.Basis.Business } };
    }
}

/// <summary>A KPI's name in English, German, Finnish and Swedish.</summary>
public sealed record Names(string En, string De, string Fi, string Sv);

/// <summary>Which clock durations are measured by.</summary>
public enum Basis
{
    Calendar,
    Business,
}

/// <summary>Contributions that may still change with no event.</summary>
/// <param name="Measure">What is counted, by the same booking.</param>
/// <param name="For">For so long after they are booked; null: until an event comes.</param>
public sealed record Provisional(Measure Measure, TimeSpan? For);

/// <summary>Whether more is better, less is, or neither.</summary>
public enum Better
{
    Neither,
    Higher,
    Lower,
}

/// <summary>Contributions that are left out, counted by a measure of their own.</summary>
/// <param name="Reason">The name in an answer's <c>excluded</c>: snake_case.</param>
public sealed record Exclusion(string Reason, Measure Measure, string Because);

/// <summary>The target that holds where a workspace has set none: a threshold in the KPI's unit, for a statistic of it where it has some.</summary>
public sealed record DefaultTarget(string Statistic, double Threshold, string Words)
{
    /// <summary>The threshold is in business time, and means nothing where no calendar applies.</summary>
    public bool BusinessHours { get; init; }

    /// <summary>Another threshold, by the clock, for social channels.</summary>
    public double? OnSocial { get; init; }
}
