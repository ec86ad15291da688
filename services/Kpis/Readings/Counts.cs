using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Readings;

/// <summary>How many contributions a measure has; 0 when there are none.</summary>
public sealed record Count(Measure Measure) : Reading
{
    public override IReadOnlyList<Measure> Measures => [Measure];

    public override Number Read(Tallies tallies, Statistic statistic) => new(tallies[Measure].N, tallies[Measure].N);
}

/// <summary>What there is at the end of the window: the sum of all that came (+1) and went (−1) until then.</summary>
public sealed record Stock(Measure Flow) : Reading
{
    /// <summary>Whether its classes by age are told along with it.</summary>
    public bool HasAges { get; init; }

    public override IReadOnlyList<Measure> Measures => [Flow];
    public override bool IsStock => true;

    public override Number Read(Tallies tallies, Statistic statistic) => new(tallies[Flow].Sum, tallies[Flow].Sum);
}
