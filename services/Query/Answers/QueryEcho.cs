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
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CompareEcho? Compare { get; init; }

    /// <summary>In seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ShareWithin { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MinN { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Bins { get; init; }

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
            grouped ? (q.Order.Descending ? "-" : "") + q.Order.By : null)
        {
            Compare = q.Compare is { } compared ? CompareEcho.Of(compared) : null,
            ShareWithin = q.ShareWithin / 1000.0,
            MinN = q.GroupBy.Contains(Dimension.Agent) && !q.IsSeries && q.Bins is null ? q.MinN : null,
            Bins = q.Bins?.Asked,
        };
    }

    private static object[] Tuple(Filter f) =>
        [f.Except ? "is_not" : "is", Dimensions.NameOf(f.Dimension), f.Values.Select(v => v.Length == 0 ? null : v).ToArray()];
}

/// <summary>The window that is compared with.</summary>
/// <param name="To">Of a window that is not over, as far as that has come, unless <c>partial</c> is <c>include</c>.</param>
/// <param name="Align">Null where it does not matter.</param>
internal sealed record CompareEcho(string By, string From, string To, string? Align, string Partial)
{
    public static CompareEcho Of(Compared compared)
    {
        var window = compared.Buckets.Window;
        return new(compared.To, window.Zone.Format(window.From), window.Zone.Format(window.To), compared.Alignment?.ToString().ToLowerInvariant(), compared.ExcludePartial ? "exclude" : "include");
    }
}
