using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Readings;

/// <summary>
/// Of the different things that were seen the share of those that were seen covered: each contribution is a code of its thing, made by <see cref="CodeOf"/>.
/// Two things of a thousand have one code with a chance of 1 in 2,000.
/// </summary>
public sealed record Coverage(Measure Seen) : Reading
{
    public override IReadOnlyList<Measure> Measures => [Seen];

    /// <summary>The code of a thing by its name: the last bit says whether it is covered.</summary>
    public static long CodeOf(string name, bool isCovered) => ((long)(uint)Measure.HashOf(name) >> 2 << 1) | (isCovered ? 1L : 0L);

    public override Number Read(Tallies tallies, Statistic statistic)
    {
        HashSet<int> all = [], covered = [];
        foreach (var (bin, held) in tallies[Seen].Bins)
        {
            if (held.Count <= 0) continue;
            all.Add(bin >> 1);
            if ((bin & 1) == 1) covered.Add(bin >> 1);
        }

        return new Number(Share.Divide(covered.Count, all.Count), all.Count) { Numerator = covered.Count, Denominator = all.Count };
    }
}
