using System.Text.Json.Serialization;
using KpiPlatform.Kpis;

namespace KpiPlatform.Query.Answers;

/// <summary>A KPI's definition, whole.</summary>
/// <param name="Stats">What <c>stat</c> may choose for it; empty when it takes no notice of it.</param>
/// <param name="Dimensions">What it can be grouped by and filtered on.</param>
/// <param name="Cohorts">What <c>cohort</c> may choose for it.</param>
/// <param name="Confidence">How its <c>ci</c> is computed; left out when it has none.</param>
/// <param name="Ranking">How agents are ranked by it; left out when neither more nor less of it is better.</param>
internal sealed record Definition(
    string Id,
    Names Names,
    string Formula,
    string Unit,
    string Better,
    string BookedOn,
    IReadOnlyList<DefinitionExclusion> Excludes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DefaultTarget? DefaultTarget,
    IReadOnlyList<string> Stats,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DefaultStat,
    IReadOnlyList<string> Dimensions,
    IReadOnlyList<string> Cohorts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Confidence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Ranking)
{
    private static readonly string[] AllStats = [.. Enumerable.Range(1, 99).Select(p => $"p{p}"), "mean", "sum", "count", "min", "max"];
    private static readonly string[] AllDimensions = [.. Kpis.Facts.Dimensions.All.Select(Kpis.Facts.Dimensions.NameOf)];

    public static Definition Of(Kpi kpi) => new(
        kpi.Id, kpi.Names, kpi.Formula, kpi.Unit.Symbol, KpiMeta.Word(kpi.Better), kpi.BookedOn,
        [.. kpi.Excludes.Select(e => new DefinitionExclusion(e.Reason, e.Because))],
        kpi.DefaultTarget,
        kpi.Reading.HasStatistics ? AllStats : [],
        kpi.Reading.HasStatistics ? "p50" : null,
        kpi.Dimensions is { } some ? [.. some.Select(Kpis.Facts.Dimensions.NameOf)] : AllDimensions,
        kpi.HasCohort ? ["event", "opened"] : ["event"],
        kpi.Reading.IntervalMethod,
        kpi.Better != Kpis.Better.Neither && (kpi.Dimensions?.Contains(Kpis.Facts.Dimension.Agent) ?? true) ? Answers.Ranking.Method : null);
}

/// <summary>What does not count: the name in an answer's <c>excluded</c>, and why.</summary>
internal sealed record DefinitionExclusion(string Reason, string Because);

/// <summary>All definitions.</summary>
internal sealed record DefinitionList(IReadOnlyList<Definition> Data);

/// <summary>One definition.</summary>
internal sealed record DefinitionAnswer(Definition Data);
