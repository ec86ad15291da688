using System.Text.Json.Serialization;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>One number a KPI.</summary>
internal sealed record SummaryAnswer(IReadOnlyList<NumberAnswer> Data, QueryEcho Query, Meta Meta)
{
    public static SummaryAnswer Of(Question q, QueryEcho echo, Snapshot snapshot, Read read)
    {
        var results = new Results(q, read);
        return new([.. q.Kpis.Select(k => results.Answer(k, GroupKey.All) with { Kpi = k.Id })], echo, Meta.Of(q, snapshot, read));
    }
}

/// <summary>One row a group.</summary>
internal sealed record BreakdownAnswer(IReadOnlyList<BreakdownRow> Data, QueryEcho Query, Meta Meta)
{
    public static BreakdownAnswer Of(Question q, QueryEcho echo, Snapshot snapshot, Read read)
    {
        var results = new Results(q, read);
        var (groups, total, ranks) = results.Groups();
        var rows = groups.Select(g => new BreakdownRow(results.Named(g), q.Kpis.ToDictionary(k => k.Id, k => results.Answer(k, g), StringComparer.Ordinal))
        {
            Also = ranks is null ? null : new(StringComparer.Ordinal) { ["rank"] = ranks.TryGetValue(g, out var rank) ? rank : null },
        });
        return new([.. rows], echo, Meta.Of(q, snapshot, read, total));
    }
}

/// <param name="Group">By dimension; null is "none", <c>__other__</c> all groups beyond the limit.</param>
internal sealed record BreakdownRow(IReadOnlyDictionary<string, string?> Group, IReadOnlyDictionary<string, NumberAnswer> Kpis)
{
    /// <summary>When grouped by agent, <c>rank</c>: the place by the ordered KPI, or null from too few.</summary>
    [JsonExtensionData]
    public Dictionary<string, object?>? Also { get; init; }
}

/// <summary>Numbers by bucket.</summary>
internal sealed record TimeseriesAnswer(TimeseriesData Data, QueryEcho Query, Meta Meta)
{
    public static TimeseriesAnswer Of(Question q, QueryEcho echo, Snapshot snapshot, Read read)
    {
        var results = new Results(q, read);
        var (groups, total, _) = results.Groups();
        var series = groups.SelectMany(g => q.Kpis.Select(k => Series.Of(results, k, g, q.Compare is not null)));
        var (starts, partial) = BucketsOf(q);
        var data = new TimeseriesData(starts, partial, [.. series]);
        if (q.Previous is { } other) data = data with { Previous = PreviousBuckets.Of(BucketsOf(other)) };
        return new(data, echo, Meta.Of(q, snapshot, read, total));
    }

    private static (string[] Starts, bool[] Partial) BucketsOf(Question q) =>
        ([.. q.Buckets.Starts.Select(q.Window.Zone.Format)], [.. Enumerable.Range(0, q.Buckets.Count).Select(i => q.Buckets.IsPartial(i, q.Now))]);
}

/// <param name="Buckets">Where each bucket starts; it ends where the next one starts, the last with the window.</param>
/// <param name="Partial">True for a bucket that is not over or that the window cuts.</param>
internal sealed record TimeseriesData(IReadOnlyList<string> Buckets, IReadOnlyList<bool> Partial, IReadOnlyList<Series> Series)
{
    /// <summary>Of the window that is compared with, if any: the first beside the first, and so on. By the calendar it may have more buckets or fewer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreviousBuckets? Previous { get; init; }
}

/// <summary>The buckets of the window that is compared with.</summary>
internal sealed record PreviousBuckets(IReadOnlyList<string> Buckets, IReadOnlyList<bool> Partial)
{
    public static PreviousBuckets Of((string[] Starts, bool[] Partial) buckets) => new(buckets.Starts, buckets.Partial);
}
