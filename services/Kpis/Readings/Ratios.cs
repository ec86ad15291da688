using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Readings;

/// <summary>The share of a measure's contributions that are 1 and not 0.</summary>
public sealed record Share(Measure Measure) : Reading
{
    /// <summary>Quotients of other measures' counts that are told along with it, by name.</summary>
    public IReadOnlyDictionary<string, (Measure Over, Measure Under)> Also { get; init; } = new Dictionary<string, (Measure, Measure)>();

    public override IReadOnlyList<Measure> Measures => [Measure, .. Also.Values.SelectMany(q => new[] { q.Over, q.Under })];

    public override Number Read(Tallies tallies, Statistic statistic)
    {
        var tally = tallies[Measure];
        return new Number(Divide(tally.Sum, tally.N), tally.N)
        {
            Numerator = tally.Sum,
            Denominator = tally.N,
            Also = Also.Count == 0 ? null : Also.ToDictionary(q => q.Key, q => Divide(tallies[q.Value.Over].N, tallies[q.Value.Under].N), StringComparer.Ordinal),
        };
    }

    public override string? IntervalMethod => Wilson.Method;

    public override ConfidenceInterval? Interval(Tallies tallies, Statistic statistic) => Wilson.Interval(tallies[Measure].Sum, tallies[Measure].N);

    internal static double? Divide(long over, long under) => under == 0 ? null : (double)over / under;
}

/// <summary>The share of a score's contributions in some of its classes, with how many each class has.</summary>
/// <param name="Classes">Each bin with the name of its class, best first; several bins may be one class.</param>
/// <param name="Counted">The bins whose share it is.</param>
public sealed record ClassShare(Measure Measure, IReadOnlyList<(int Bin, string Name)> Classes, IReadOnlyList<int> Counted) : Reading
{
    public override IReadOnlyList<Measure> Measures => [Measure];
    public override string? IntervalMethod => Wilson.Method;

    public override Number Read(Tallies tallies, Statistic statistic)
    {
        var tally = tallies[Measure];
        var counted = CountedOf(tally);
        return new Number(Share.Divide(counted, tally.N), tally.N)
        {
            Numerator = counted,
            Denominator = tally.N,
            Parts = Classes.GroupBy(c => c.Name, StringComparer.Ordinal).ToDictionary(c => c.Key, c => c.Sum(bin => tally.Bins[bin.Bin].Count), StringComparer.Ordinal),
        };
    }
    public override ConfidenceInterval? Interval(Tallies tallies, Statistic statistic) => Wilson.Interval(CountedOf(tallies[Measure]), tallies[Measure].N);

    private long CountedOf(Tally tally) => Counted.Sum(bin => tally.Bins[bin].Count);
}
