using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Readings;

/// <summary>
/// A group's contributions as a share of those of all groups of the answer: in a breakdown the shares add up to 1, groups beyond the limit included. Ungrouped it is 1.
/// </summary>
public sealed record ShareOfAll(Measure Measure) : Reading
{
    public override IReadOnlyList<Measure> Measures => [Measure];
    public override string? IntervalMethod => Wilson.Method;

    public override Number Read(Tallies tallies, Statistic statistic) => Read(tallies, tallies);

    /// <param name="all">Of all groups together.</param>
    public Number Read(Tallies tallies, Tallies all)
    {
        var (own, total) = (tallies[Measure].N, all[Measure].N);
        return new Number(Share.Divide(own, total), own) { Numerator = own, Denominator = total };
    }

    public ConfidenceInterval? Interval(Tallies tallies, Tallies all) => Wilson.Interval(tallies[Measure].N, all[Measure].N);
}
