using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Time;
using NodaTime;
using Interval = KpiPlatform.Kpis.Time.Interval;

namespace KpiPlatform.Query.Asking;

/// <summary>A query that makes sense, fully resolved: no defaults and no names are left in it.</summary>
internal sealed record Question(
    string Workspace,
    IReadOnlyList<Kpi> Kpis,
    Buckets Buckets,
    Statistic Statistic,
    Cohort Cohort,
    IReadOnlyList<Filter> Filters,
    IReadOnlyList<Dimension> GroupBy)
{
    /// <summary>How the window was asked for, when by name.</summary>
    public string? WindowName { get; init; }

    /// <summary>When it was asked: what ends later is not over.</summary>
    public Instant Now { get; init; }

    /// <summary>Of a time series.</summary>
    public Interval? Interval { get; init; }

    /// <summary>How many groups are answered apart; the others are put together.</summary>
    public int Limit { get; init; }

    public Order Order { get; init; } = new("n", Descending: true);

    /// <summary>Durations in business time, for the KPIs that have it.</summary>
    public bool BusinessHours { get; init; }

    /// <summary>Whose way of counting is asked for; KPIs that it does not have count as ours.</summary>
    public Profile Profile { get; init; } = Profile.Default;

    public Window Window => Buckets.Window;

    public bool IsSeries => Interval is not null;

    /// <summary>Every dimension that the query is about.</summary>
    public IReadOnlyList<Dimension> Dimensions => [.. GroupBy.Concat(Filters.Select(f => f.Dimension)).Distinct()];
}

/// <summary>Which instant decides whether something is in the window: its own, or its ticket's opening.</summary>
internal enum Cohort
{
    Event,
    Opened,
}

/// <summary>Only these values of a dimension, or all but these. Empty text is "none".</summary>
internal sealed record Filter(Dimension Dimension, IReadOnlyList<string> Values, bool Except);

/// <summary>What rows are ordered by: <c>n</c> and <c>value</c> (of the first KPI), the value of a KPI, or a dimension.</summary>
internal sealed record Order(string By, bool Descending);
