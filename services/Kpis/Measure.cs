using System.Text;
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
}

/// <summary>What one ticket adds to a measure at one instant.</summary>
/// <param name="At">The instant it is booked on: when it happened, never when it arrived.</param>
/// <param name="Value">In the measure's whole unit: milliseconds, billionths of a score, 1 or 0 of a share.</param>
/// <param name="Agent">Whom it belongs to.</param>
/// <param name="Area">What it is about, where that is not the ticket's own area.</param>
public readonly record struct Contribution(DateTimeOffset At, long Value, string? Agent, string? Area = null);

/// <summary>
/// Something counted, added up and, with a binning, distributed: the raw material of KPIs. <see cref="Of"/> is pure and tells all that one
/// ticket contributes. Values are whole numbers, since sums of fractions drift when contributions are taken back.
/// </summary>
public sealed class Measure(string id, Binning binning, Func<Ticket, IEnumerable<Contribution>> of)
{
    /// <summary>A score of 1, in the whole unit that scores are stored in.</summary>
    public const long ScoreUnit = 1_000_000_000;

    public string Id { get; } = id;

    /// <summary>The measure in stored bytes: a hash of its id. The catalogue refuses two measures with one code.</summary>
    public int Code { get; } = CodeOf(id);

    public Binning Binning { get; } = binning;

    public IEnumerable<Contribution> Of(Ticket ticket) => of(ticket);

    /// <summary>The bin of a value; null when the measure keeps no histogram.</summary>
    public int? BinOf(long value) => Binning switch
    {
        Binning.Duration => Sketches.DurationBins.Of(value),
        Binning.Score => (int)(value / ScoreUnit),
        _ => null,
    };

    private static int CodeOf(string id)
    {
        var hash = 2166136261;
        foreach (var b in Encoding.UTF8.GetBytes(id)) hash = (hash ^ b) * 16777619;
        return (int)hash;
    }
}
