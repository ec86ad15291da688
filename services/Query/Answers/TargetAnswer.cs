using System.Text.Json.Serialization;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>The target of a number and how the number stands to it.</summary>
/// <param name="Id">Of the target; <c>default</c> for the catalogue's own.</param>
/// <param name="Stat">The target's statistic, whichever was asked for; left out for a KPI that has none.</param>
/// <param name="Value">By that statistic; null when there is no data.</param>
/// <param name="State"><c>met</c>, <c>at_risk</c> (met, but near the threshold), <c>missed</c> or <c>no_data</c>.</param>
internal sealed record TargetAnswer(
    string Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Stat,
    string Comparison,
    double Threshold,
    double? Value,
    string State)
{
    /// <summary>
    /// The target that everything in this number is in the scope of, valid at the window's end; null when there is none. A target in business time is one
    /// for numbers in business time only, and the other way round.
    /// </summary>
    /// <param name="number">As it was asked for.</param>
    /// <param name="tallies">What it was read from.</param>
    public static TargetAnswer? Of(Question question, TargetSet targets, Kpi kpi, GroupKey group, Number number, Tallies tallies)
    {
        var (only, end) = (Only(question, group), question.Window.To < question.Now ? question.Window.To : question.Now);
        bool Fits(Target t) => kpi.Basis is not { } basis || t.BusinessHours == (basis == Basis.Business);
        var target = targets.Find(kpi.Id, only, end.ToDateTimeOffset().AddTicks(-1), Fits);
        if (target is null && TargetSet.Default(kpi, only) is { } own && Fits(own)) target = own;
        if (target is null) return null;
        var value = target.Statistic is { } statistic ? kpi.Reading.Read(tallies, statistic).Value : number.Value;
        return new(target.Id, target.Statistic?.Name, Comparisons.NameOf(target.Comparison), target.Threshold, value, Word(target.StateOf(value, kpi.Unit)));
    }

    /// <summary>The values that all in the number has: those it is filtered on, and its group's own.</summary>
    private static Dictionary<Dimension, IReadOnlyList<string>> Only(Question question, GroupKey group)
    {
        var only = new Dictionary<Dimension, IReadOnlyList<string>>();
        foreach (var filter in question.Filters.Where(f => !f.Except)) only[filter.Dimension] = filter.Values;
        foreach (var (dimension, value) in question.GroupBy.Zip(group.Values))
        {
            if (!group.Equals(GroupKey.Other(question.GroupBy.Count))) only[dimension] = [value];
        }

        return only;
    }

    private static string Word(TargetState state) => state switch
    {
        TargetState.Met => "met",
        TargetState.AtRisk => "at_risk",
        TargetState.Missed => "missed",
        _ => "no_data",
    };
}
