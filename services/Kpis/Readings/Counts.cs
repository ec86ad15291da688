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
    /// <summary>The classes by age that are told along with it, the youngest first: each class's name, and what is older than the class.</summary>
    public IReadOnlyList<(string Name, Measure Older)> Ages { get; init; } = [];

    /// <summary>The name of the class of what is older than all of <see cref="Ages"/>.</summary>
    public string? Oldest { get; init; }

    public override IReadOnlyList<Measure> Measures => [Flow, .. Ages.Select(a => a.Older)];
    public override bool IsStock => true;

    public override Number Read(Tallies tallies, Statistic statistic)
    {
        var all = tallies[Flow].Sum;
        return new Number(all, all) { Parts = Oldest is null ? null : Classes(all, tallies, Oldest) };
    }

    private Dictionary<string, long> Classes(long all, Tallies tallies, string oldest)
    {
        var classes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, older) in Ages)
        {
            var left = tallies[older].Sum;
            classes[name] = all - left;
            all = left;
        }

        classes[oldest] = all;
        return classes;
    }
}
