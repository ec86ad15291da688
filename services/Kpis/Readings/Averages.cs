using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Sketches;

namespace KpiPlatform.Kpis.Readings;

/// <summary>The mean of a measure, whatever statistic is asked for.</summary>
public sealed record Mean(Measure Measure, Unit Unit) : Reading
{
    public override IReadOnlyList<Measure> Measures => [Measure];

    public override Number Read(Tallies tallies, Statistic statistic) => new(Of(tallies[Measure], Unit), tallies[Measure].N, Statistic.Mean.Name);

    internal static double? Of(Tally tally, Unit unit) => tally.N == 0 ? null : tally.Sum / (double)unit.Whole / tally.N;
}

/// <summary>
/// A duration in seconds: mean, sum and count exact, percentiles, min and max within <see cref="DurationBins.RelativeError"/>,
/// and exact as long as no two values share a bin, as in a small group.
/// </summary>
public sealed record Duration(Measure Measure) : Reading
{
    public override IReadOnlyList<Measure> Measures => [Measure];
    public override bool HasStatistics => true;

    public override Number Read(Tallies tallies, Statistic statistic)
    {
        var tally = tallies[Measure];
        double? value = statistic switch
        {
            { Quantile: { } quantile } => DurationBins.Quantile(tally.Bins, quantile) / Unit.Seconds.Whole,
            { Name: "count" } => tally.N,
            { Name: "sum" } => tally.N == 0 ? null : tally.Sum / (double)Unit.Seconds.Whole,
            _ => Mean.Of(tally, Unit.Seconds),
        };
        return new Number(value, tally.N, statistic.Name);
    }
}
