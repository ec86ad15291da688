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

    public Order Order { get; init; } = new("n", Descending: true, Kpis[0]);

    /// <summary>What to compare with; null when nothing is.</summary>
    public Compared? Compare { get; init; }

    /// <summary>A threshold that is asked how many durations are within it, in milliseconds.</summary>
    public long? ShareWithin { get; init; }

    /// <summary>How many contributions an agent's number must at least be computed from to have a rank.</summary>
    public int MinN { get; init; }

    /// <summary>Of a distribution.</summary>
    public Bins? Bins { get; init; }

    /// <summary>What was asked for but has no effect, or was left out.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>The same question about the window to compare with.</summary>
    public Question? Previous => Compare is null ? null : this with { Buckets = Compare.Buckets, Compare = null };

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

/// <summary>What rows are ordered by: <c>n</c>, <c>value</c> and <c>change</c> (of the KPI, the first unless it says otherwise), the value of a KPI, or a dimension.</summary>
internal sealed record Order(string By, bool Descending, Kpi Kpi);

/// <summary>What a question's numbers are compared with.</summary>
/// <param name="To">As it was asked for: <c>previous_period</c>, <c>previous_year</c> or two ends.</param>
/// <param name="Buckets">The buckets of that window; of a summary, one.</param>
/// <param name="ExcludePartial">True when what is not over is compared with as much of the other window as has gone by of this one.</param>
internal sealed record Compared(string To, Alignment? Alignment, Buckets Buckets, bool ExcludePartial);

/// <summary>Which bins a distribution has: <c>auto</c>, <c>log</c>, or those between these edges.</summary>
/// <param name="Edges">In milliseconds, ascending; null for <c>auto</c> and <c>log</c>.</param>
internal sealed record Bins(string Asked, IReadOnlyList<long>? Edges);
