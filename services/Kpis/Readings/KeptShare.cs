using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Readings;

/// <summary>Of what was promised the share that is not broken so far: what is undecided counts as kept.</summary>
public sealed record KeptShare(Measure Promised, Measure Broken) : Reading
{
    public override IReadOnlyList<Measure> Measures => [Promised, Broken];

    public override Number Read(Tallies tallies, Statistic statistic)
    {
        var (promised, broken) = (tallies[Promised].N, tallies[Broken].N);
        return new Number(Share.Divide(promised - broken, promised), promised)
        {
            Numerator = promised - broken,
            Denominator = promised,
            Parts = new Dictionary<string, long>(StringComparer.Ordinal) { ["kept"] = promised - broken, ["breached"] = broken },
        };
    }
}
