using System.Text;
using KpiPlatform.Kpis.Profiles;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis;

/// <summary>How a measure's values are put in the bins of its histogram.</summary>
public enum Binning
{
    /// <summary>No histogram: only how many and their sum.</summary>
    None,

    /// <summary>Milliseconds, in logarithmic bins (<see cref="Sketches.DurationBins"/>): gives percentiles.</summary>
    Duration,

    /// <summary>The whole part of a score in billionths (<see cref="Measure.ScoreUnit"/>): gives classes.</summary>
    Score,

    /// <summary>The value itself, which is the number of a class.</summary>
    Class,
}

/// <summary>What one ticket adds to a measure at one instant.</summary>
/// <param name="At">The instant it is booked on: when it happened, never when it arrived.</param>
/// <param name="Value">In the measure's whole unit: milliseconds, billionths of a score, 1 or 0 of a share, the number of a class.</param>
/// <param name="Agent">Whom it belongs to.</param>
/// <param name="Area">What it is about, where that is not the ticket's own area.</param>
public readonly record struct Contribution(DateTimeOffset At, long Value, string? Agent, string? Area = null)
{
    /// <summary>What it is about, where that is not the ticket's own category.</summary>
    public string? Category { get; init; }

    /// <summary>For what is not of one instant; null for all else.</summary>
    public Lasting? Lasting { get; init; }
}

/// <summary>
/// Something counted, added up and, with a binning, distributed: the raw material of KPIs. <see cref="Of"/> is pure and tells all that one
/// ticket contributes. Values are whole numbers, since sums of fractions drift when contributions are taken back.
/// </summary>
public sealed class Measure
{
    /// <summary>A score of 1, in the whole unit that scores are stored in.</summary>
    public const long ScoreUnit = 1_000_000_000;

    private readonly Func<Ticket, Rules, IEnumerable<Contribution>> of;

    /// <summary>A measure of what happened, whatever the workspace's rules are.</summary>
    public Measure(string id, Binning binning, Func<Ticket, IEnumerable<Contribution>> of)
        : this(id, binning, (ticket, _) => of(ticket))
    {
    }

    /// <summary>A measure that the workspace's calendars or targets have a part in.</summary>
    public Measure(string id, Binning binning, Func<Ticket, Rules, IEnumerable<Contribution>> of) => (Id, Code, Binning, this.of) = (id, CodeOf(id), binning, of);

    public string Id { get; }

    /// <summary>The measure in stored bytes: a hash of its id. The catalogue refuses two measures with one code.</summary>
    public int Code { get; }

    public Binning Binning { get; }

    /// <summary>
    /// True when contributions may be booked on instants to come: what happens then unless an event comes before. They count when the
    /// time is there, so nothing needs to wake up for them.
    /// </summary>
    public bool IsScheduled { get; init; }

    /// <summary>The measures, with their signs, that this one is put together from when it is read; empty for a measure that is stored itself.</summary>
    public IReadOnlyList<(Measure Measure, int Sign)> Terms { get; private init; } = [];

    /// <summary>True for what another system counts more or less than a measure: told together with it, since it takes both to tell.</summary>
    public bool IsDifference { get; private init; }

    /// <summary>What has to be stored and read for it.</summary>
    public IEnumerable<Measure> Stored => Terms.Count == 0 ? [this] : Terms.Select(t => t.Measure);

    public IEnumerable<Contribution> Of(Ticket ticket, Rules rules) => of(ticket, rules);

    /// <summary>
    /// The same measure as another system counts it. Most tickets are the same either way, so only what that system counts more, and what it
    /// counts less, is stored.
    /// </summary>
    public Measure InProfile(string profile, Func<Ticket, Rules, IEnumerable<Contribution>> theirs)
    {
        var more = new Measure($"{Id}@{profile}+", Binning, (ticket, rules) => Difference.Between([.. of(ticket, rules)], theirs(ticket, rules)).More) { IsDifference = true, IsScheduled = IsScheduled };
        var less = new Measure($"{Id}@{profile}-", Binning, (ticket, rules) => Difference.Between([.. of(ticket, rules)], theirs(ticket, rules)).Less) { IsDifference = true, IsScheduled = IsScheduled };
        return new($"{Id}@{profile}", Binning, theirs) { Terms = [(this, 1), (more, 1), (less, -1)], IsScheduled = IsScheduled };
    }

    /// <summary>The bin of a value; null when the measure keeps no histogram.</summary>
    public int? BinOf(long value) => Binning switch
    {
        Binning.Duration => Sketches.DurationBins.Of(value),
        Binning.Score => (int)(value / ScoreUnit),
        Binning.Class => (int)value,
        _ => null,
    };

    private static int CodeOf(string id)
    {
        var hash = 2166136261;
        foreach (var b in Encoding.UTF8.GetBytes(id)) hash = (hash ^ b) * 16777619;
        return (int)hash;
    }
}
