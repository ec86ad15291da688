using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Readings;

/// <summary>Time spent, as a duration with its statistics; with it, whatever the statistic, how much of the sum is in each class, and the sum per something else.</summary>
/// <param name="Classes">Each class's name, and its share of the time.</param>
/// <param name="Per">The name of a quotient, and what the sum is divided by the count of.</param>
public sealed record TimeSpent(Measure Measure, IReadOnlyList<(string Name, Measure Measure)> Classes, IReadOnlyList<(string Name, Measure Under)> Per) : Duration(Measure)
{
    public override IReadOnlyList<Measure> Measures => [Measure, .. Classes.Select(c => c.Measure), .. Per.Select(p => p.Under)];

    public override Number Read(Tallies tallies, Statistic statistic) => base.Read(tallies, statistic) with
    {
        Amounts = Classes.ToDictionary(c => c.Name, c => Seconds(tallies[c.Measure].Sum), StringComparer.Ordinal),
        Also = Per.ToDictionary(p => p.Name, p => tallies[p.Under].N is var under and > 0 ? Seconds(tallies[Measure].Sum) / under : (double?)null, StringComparer.Ordinal),
    };

    private static double Seconds(long milliseconds) => milliseconds / (double)Unit.Seconds.Whole;
}
