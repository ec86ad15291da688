using System.Text.Json.Serialization;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;

namespace KpiPlatform.Query.Answers;

/// <summary>What was asked, in absolute terms: the same query gives the same answer tomorrow.</summary>
internal sealed record QueryEcho(
    IReadOnlyList<string> Kpi,
    string From,
    string To,
    string Timezone,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Window,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Interval,
    string Stat,
    string Cohort,
    bool BusinessHours,
    string Profile,
    IReadOnlyList<IReadOnlyList<object>> Filters,
    IReadOnlyList<string> GroupBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Limit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OrderBy)
{
    public static QueryEcho Of(Question q)
    {
        var grouped = q.GroupBy.Count > 0;
        return new(
            [.. q.Kpis.Select(k => k.Id)],
            q.Window.Zone.Format(q.Window.From),
            q.Window.Zone.Format(q.Window.To),
            q.Window.Zone.Id,
            q.WindowName,
            q.Interval?.NameOf(),
            q.Statistic.Name,
            q.Cohort == Asking.Cohort.Opened ? "opened" : "event",
            q.BusinessHours,
            q.Profile.Id,
            [.. q.Filters.Select(Tuple)],
            [.. q.GroupBy.Select(Dimensions.NameOf)],
            grouped ? q.Limit : null,
            grouped ? (q.Order.Descending ? "-" : "") + q.Order.By : null);
    }

    private static object[] Tuple(Filter f) =>
        [f.Except ? "is_not" : "is", Dimensions.NameOf(f.Dimension), f.Values.Select(v => v.Length == 0 ? null : v).ToArray()];
}
