using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Readings;

/// <summary>The share of what is 1 and not 0 in several measures together, with how many of each there are, and the share in each measure by its name.</summary>
public sealed record Attainment(IReadOnlyList<(string Name, Measure Share)> Of) : Reading
{
    public override IReadOnlyList<Measure> Measures => [.. Of.Select(o => o.Share)];

    public override Number Read(Tallies tallies, Statistic statistic)
    {
        var (met, n) = (Of.Sum(o => tallies[o.Share].Sum), Of.Sum(o => tallies[o.Share].N));
        return new Number(Share.Divide(met, n), n)
        {
            Numerator = met,
            Denominator = n,
            Parts = new Dictionary<string, long>(StringComparer.Ordinal) { ["met"] = met, ["breached"] = n - met },
            Also = Of.Count == 1 ? null : Of.ToDictionary(o => o.Name, o => Share.Divide(tallies[o.Share].Sum, tallies[o.Share].N), StringComparer.Ordinal),
        };
    }
}
