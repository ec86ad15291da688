using KpiPlatform.Kpis.Facts;

namespace KpiPlatform.Query.Asking;

/// <summary>Which of the grammar's parameters an endpoint takes, and the bounds that go with it.</summary>
/// <param name="Path">As answers name it.</param>
/// <param name="GroupedBy">How many dimensions it must at least be grouped by.</param>
/// <param name="NeedsKpi">True when the KPIs must be named; else all are meant.</param>
internal sealed record Grammar(string Path, IReadOnlyList<string> Own, int GroupedBy = 0, bool NeedsKpi = false, int DefaultLimit = 0, int MostGroups = 0)
{
    /// <summary>Taken by every endpoint, beside the filters.</summary>
    private static readonly string[] Common = ["kpi", "window", "from", "to", "timezone", "cohort", "business_hours", "profile"];

    /// <summary>Taken by all that compare.</summary>
    private static readonly string[] Comparing = ["stat", "compare", "align", "partial"];

    /// <summary>Of the grammar, but not of this version: refused by name, so that nobody takes an answer for what it is not.</summary>
    private static readonly string[] Later = ["cursor", "format"];

    public static readonly IReadOnlyDictionary<string, Dimension> Dimensions =
        Kpis.Facts.Dimensions.All.ToDictionary(Kpis.Facts.Dimensions.NameOf, d => d, StringComparer.Ordinal);

    public static readonly Grammar Summary = new("/v1/summary", [.. Comparing, "share_within"]);
    public static readonly Grammar Timeseries = new("/v1/timeseries", [.. Comparing, "interval", "group_by", "limit"], NeedsKpi: true, DefaultLimit: 20, MostGroups: 100);
    public static readonly Grammar Breakdown = new("/v1/breakdown", [.. Comparing, "share_within", "group_by", "limit", "order_by", "min_n"], GroupedBy: 1, DefaultLimit: 1000, MostGroups: 1000);
    public static readonly Grammar Distribution = new("/v1/distribution", ["bins", "group_by", "limit"], NeedsKpi: true, DefaultLimit: 20, MostGroups: 100);

    private static readonly Grammar[] All = [Summary, Timeseries, Breakdown, Distribution];

    /// <summary>True when its groups are rows in an order.</summary>
    public bool Orders => Own.Contains("order_by");

    /// <summary>True when it shows how one KPI's values are distributed.</summary>
    public bool Distributes => Own.Contains("bins");

    /// <summary>Every parameter that this endpoint takes, filters without their <c>!=</c>.</summary>
    public IReadOnlyList<string> Parameters { get; } = [.. Common, .. Own, .. Dimensions.Keys];

    /// <summary>What is wrong with a parameter's being there at all; null when nothing is.</summary>
    public QueryError? Refuse(string parameter)
    {
        if (Parameters.Contains(parameter)) return null;
        if (parameter is [.. var filter, '!'] && Dimensions.ContainsKey(filter)) return null;
        if (Later.Contains(parameter)) return new(parameter, "not_supported", $"{parameter} is not supported yet.");
        var takers = All.Where(g => g.Own.Contains(parameter)).Select(g => g.Path).ToList();
        if (takers.Count > 0) return new(parameter, "not_applicable", $"{Path} takes no {parameter}; it belongs to {string.Join(" and ", takers)}.");
        return new(parameter, "unknown_parameter", $"There is no parameter '{parameter}'.")
        {
            Allowed = Parameters,
            DidYouMean = Closest.To(parameter.TrimEnd('!'), Parameters),
        };
    }
}
