using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>One number a KPI.</summary>
internal sealed record SummaryAnswer(IReadOnlyList<NumberAnswer> Data, QueryEcho Query, Meta Meta)
{
    public static SummaryAnswer Of(Question q, QueryEcho echo, Snapshot snapshot, Read read)
    {
        var numbers = new Numbers(q, read);
        return new([.. q.Kpis.Select(k => numbers.Answer(k, new("", ""), named: true))], echo, Meta.Of(q, snapshot, read));
    }
}

/// <summary>One row a group.</summary>
internal sealed record BreakdownAnswer(IReadOnlyList<BreakdownRow> Data, QueryEcho Query, Meta Meta)
{
    public static BreakdownAnswer Of(Question q, QueryEcho echo, Snapshot snapshot, Read read)
    {
        var numbers = new Numbers(q, read);
        var (groups, total) = numbers.Groups();
        var rows = groups.Select(g => new BreakdownRow(
            numbers.Named(g), q.Kpis.ToDictionary(k => k.Id, k => numbers.Answer(k, g, named: false), StringComparer.Ordinal)));
        return new([.. rows], echo, Meta.Of(q, snapshot, read, total));
    }
}

/// <param name="Group">By dimension; null is "none", <c>__other__</c> all groups beyond the limit.</param>
internal sealed record BreakdownRow(IReadOnlyDictionary<string, string?> Group, IReadOnlyDictionary<string, NumberAnswer> Kpis);

/// <summary>Numbers by bucket.</summary>
internal sealed record TimeseriesAnswer(TimeseriesData Data, QueryEcho Query, Meta Meta)
{
    public static TimeseriesAnswer Of(Question q, QueryEcho echo, Snapshot snapshot, Read read)
    {
        var numbers = new Numbers(q, read);
        var (groups, total) = numbers.Groups();
        var series = groups.SelectMany(g => q.Kpis.Select(k => (Group: g, Kpi: k, Numbers: numbers.Series(k, g))))
            .Select(s => new Series(s.Kpi.Id, numbers.Named(s.Group), Array.ConvertAll(s.Numbers, n => n.Value), Array.ConvertAll(s.Numbers, n => n.N)));
        var data = new TimeseriesData(
            [.. q.Buckets.Starts.Select(q.Window.Zone.Format)],
            [.. Enumerable.Range(0, q.Buckets.Count).Select(i => q.Buckets.IsPartial(i, q.Now))],
            [.. series]);
        return new(data, echo, Meta.Of(q, snapshot, read, total));
    }
}

/// <param name="Buckets">Where each bucket starts; it ends where the next one starts, the last with the window.</param>
/// <param name="Partial">True for a bucket that is not over or that the window cuts.</param>
internal sealed record TimeseriesData(IReadOnlyList<string> Buckets, IReadOnlyList<bool> Partial, IReadOnlyList<Series> Series);

/// <summary>One KPI of one group, by bucket.</summary>
internal sealed record Series(string Kpi, IReadOnlyDictionary<string, string?> Group, IReadOnlyList<double?> Values, IReadOnlyList<long> N);
