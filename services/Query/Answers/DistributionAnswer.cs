using System.Globalization;
using System.Text.Json.Serialization;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Sketches;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>One KPI's distribution.</summary>
internal sealed record DistributionAnswer(DistributionData Data, QueryEcho Query, Meta Meta)
{
    public static DistributionAnswer Of(Question q, QueryEcho echo, Snapshot snapshot, Read read)
    {
        var results = new Results(q, read);
        var (measure, unit) = q.Kpis[0].Reading.Distributed!.Value;
        var (groups, total, _) = results.Groups();
        var tallies = groups.Select(g => results.Now.Whole(g)[measure]).ToList();
        var all = new Tally();
        foreach (var tally in tallies) all.Add(tally);
        // All groups have the edges of the total, so that they can be laid on top of each other.
        var edges = new Edges(q.Bins!.Edges is { } own ? [0, .. own] : Distribution.Edges(all.Bins, q.Bins.Asked == "log"), Open: q.Bins.Edges is not null);
        var data = new DistributionData(q.Kpis[0].Id, Spread.Of(all, unit, edges))
        {
            Groups = q.GroupBy.Count == 0 ? null : [.. groups.Zip(tallies, (g, t) => new DistributionGroup(results.Named(g), Spread.Of(t, unit, edges)))],
        };
        return new(data, echo, Meta.Of(q, snapshot, read, total));
    }
}

/// <summary>Where the bins of durations begin and end, in milliseconds, and whether there is one more without end.</summary>
internal sealed record Edges(IReadOnlyList<long> At, bool Open);

/// <summary>Of all values, and of each group's when grouped.</summary>
internal sealed record DistributionData(string Kpi, [property: JsonIgnore] Spread All) : Spread(All)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DistributionGroup>? Groups { get; init; }
}

/// <param name="Group">By dimension; null is "none", <c>__other__</c> all groups beyond the limit.</param>
internal sealed record DistributionGroup(IReadOnlyDictionary<string, string?> Group, [property: JsonIgnore] Spread All) : Spread(All);

/// <summary>How values are spread, in the KPI's unit; null without data.</summary>
/// <param name="Bins">Their counts add up to n.</param>
internal record Spread(
    long N, IReadOnlyList<DistributionBin> Bins, IReadOnlyDictionary<string, double?> Percentiles, double? Min, double? Max, double? Mean)
{
    private static readonly int[] Percents = [1, 5, 10, 25, 50, 75, 90, 95, 99];

    public static Spread Of(Tally tally, Unit unit, Edges edges)
    {
        var bins = unit == Unit.Seconds ? Distribution.OfDurations(tally.Bins, edges.At, edges.Open) : Distribution.OfScores(tally.Bins, unit);
        return new(
            tally.N, bins, Percents.ToDictionary(p => string.Create(CultureInfo.InvariantCulture, $"p{p}"), p => At(p / 100.0), StringComparer.Ordinal),
            At(0), At(1), tally.N == 0 ? null : (double)tally.Sum / unit.Whole / tally.N);

        double? At(double quantile) => DurationBins.Quantile(tally.Bins, quantile) / unit.Whole;
    }
}
