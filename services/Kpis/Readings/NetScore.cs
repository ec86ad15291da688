using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Readings;

/// <summary>Promoters (9 and 10 of 10) less detractors (0 to 6), in points of 100 answers (F. Reichheld, 2003).</summary>
public sealed record NetScore(Measure Measure) : Reading
{
    /// <summary>Fewer answers are not told.</summary>
    public int Fewest { get; init; }

    public override int FewestShown => Fewest;
    public override IReadOnlyList<Measure> Measures => [Measure];
    public override (Measure Measure, Unit Unit)? Distributed => Fewest == 0 ? (Measure, Unit.ZeroToTen) : null;
    public override string? IntervalMethod => "adjusted Wald interval of a net score (B. Rocks, 2016), 95 %";

    public override Number Read(Tallies tallies, Statistic statistic)
    {
        var (promoters, passives, detractors) = Of(tallies);
        var n = promoters + passives + detractors;
        if (n < Fewest) return new(null, 0) { Suppressed = true };
        return new(n == 0 ? null : 100.0 * (promoters - detractors) / n, n)
        {
            Parts = new Dictionary<string, long>(StringComparer.Ordinal) { ["promoters"] = promoters, ["passives"] = passives, ["detractors"] = detractors },
        };
    }

    /// <summary>What is hidden has at least the fewest answers that may be shown, all of it together: else the total less what is shown would tell it.</summary>
    public override IReadOnlyList<Number> ReadTogether(IReadOnlyList<Tallies> parts, Statistic statistic)
    {
        var numbers = parts.Select(part => Read(part, statistic)).ToArray();
        if (Fewest == 0) return numbers;
        long hidden = 0;
        foreach (var (n, at) in parts.Select((part, at) => (part[Measure].N, at)).OrderBy(part => part.N))
        {
            if (n >= Fewest && (hidden == 0 || hidden >= Fewest)) break;
            hidden += n;
            numbers[at] = new(null, 0) { Suppressed = true };
        }

        return numbers;
    }

    public override ConfidenceInterval? Interval(Tallies tallies, Statistic statistic)
    {
        var (promoters, passives, detractors) = Of(tallies);
        var n = promoters + passives + detractors;
        if (n == 0 || n < Fewest) return null;
        var (up, down) = ((promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3));
        var half = ConfidenceInterval.Z * Math.Sqrt((up + down - Math.Pow(up - down, 2)) / (n + 3));
        return new(Math.Max(-100, 100 * (up - down - half)), Math.Min(100, 100 * (up - down + half)));
    }

    private (long Promoters, long Passives, long Detractors) Of(Tallies tallies)
    {
        var tally = tallies[Measure];
        var (promoters, passives) = (tally.Bins[10].Count + tally.Bins[9].Count, tally.Bins[8].Count + tally.Bins[7].Count);
        return (promoters, passives, tally.N - promoters - passives);
    }
}
