using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Sketches;

namespace KpiPlatform.Kpis.Readings;

/// <summary>The mean of a measure, whatever statistic is asked for.</summary>
public sealed record Mean(Measure Measure, Unit Unit) : Reading
{
    public override IReadOnlyList<Measure> Measures => [Measure];
    public override (Measure Measure, Unit Unit)? Distributed => Measure.Binning == Binning.Score ? (Measure, Unit) : null;
    public override string? IntervalMethod => Measure.Binning == Binning.Score ? MeanInterval.Method : null;

    public override Number Read(Tallies tallies, Statistic statistic) => new(Of(tallies[Measure], Unit), tallies[Measure].N, Statistic.Mean.Name);

    public override ConfidenceInterval? Interval(Tallies tallies, Statistic statistic) =>
        Measure.Binning == Binning.Score ? MeanInterval.OfScores(tallies[Measure], Unit) : null;

    internal static double? Of(Tally tally, Unit unit) => tally.N == 0 ? null : tally.Sum / (double)unit.Whole / tally.N;
}

/// <summary>
/// A duration in seconds: mean, sum and count exact, percentiles, min and max within <see cref="DurationBins.RelativeError"/>,
/// and exact as long as no two values share a bin, as in a small group.
/// </summary>
public record Duration(Measure Measure) : Reading
{
    public override IReadOnlyList<Measure> Measures => [Measure];
    public override bool HasStatistics => true;
    public override (Measure Measure, Unit Unit)? Distributed => (Measure, Unit.Seconds);
    public override string? IntervalMethod => $"percentiles: {OrderStatistics.Method}; mean: {MeanInterval.DurationMethod}";

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

    public override ConfidenceInterval? Interval(Tallies tallies, Statistic statistic) => statistic switch
    {
        { Quantile: { } quantile } => OrderStatistics.Interval(tallies[Measure].Bins, quantile)?.In(Unit.Seconds),
        { Name: "mean" } => MeanInterval.OfDurations(tallies[Measure], Unit.Seconds),
        _ => null,
    };
}
