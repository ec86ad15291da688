using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>A question's numbers beside those of the window to compare with, and its groups in order.</summary>
internal sealed class Results
{
    private readonly Question question;
    private readonly Numbers now;
    private readonly Numbers? before;
    private readonly int complete;

    public Results(Question question, Read read)
    {
        this.question = question;
        now = new Numbers(question, read);
        before = question.Previous is { } other && read.Previous is { } earlier ? new Numbers(other, earlier) : null;
        var over = Enumerable.Range(0, now.Count).Count(i => question.Buckets.EndOf(i) <= question.Now);
        // What is not over of a window without buckets, the previous one has been cut to.
        complete = question is { IsSeries: true, Compare.ExcludePartial: true } ? over : now.Count;
    }

    public Numbers Now => now;

    /// <summary>The groups to show, in order, those beyond the limit put together as the last one; how many there are in all, and who has which rank.</summary>
    public (IReadOnlyList<GroupKey> Shown, int Total, IReadOnlyDictionary<GroupKey, int>? Ranks) Groups()
    {
        if (question.GroupBy.Count == 0) return ([GroupKey.All], 1, null);
        var all = now.Groups.Union(before?.Groups ?? []).ToList();
        var ranking = new Ranking(question, now.Of);
        var byValue = ranking.Applies && question.Order.By is not ("n" or "change");
        all.Sort(new GroupOrder(question, ValueOf, byValue ? ranking.MayRank : null));
        var ranks = question.GroupBy.Contains(Dimension.Agent) ? ranking.Of(all) : null;
        if (all.Count <= question.Limit) return (all, all.Count, ranks);
        var (rest, other) = (all.Skip(question.Limit).ToList(), GroupKey.Other(question.GroupBy.Count));
        now.Merge(rest, other);
        before?.Merge(rest, other);
        return ([.. all.Take(question.Limit), other], all.Count, ranks);
    }

    /// <summary>A group as answers show it: by dimension, null for "none".</summary>
    public Dictionary<string, string?> Named(GroupKey group) =>
        question.GroupBy.Zip(group.Values).ToDictionary(p => Dimensions.NameOf(p.First), p => p.Second.Length == 0 ? null : p.Second, StringComparer.Ordinal);

    /// <summary>A number over the window, or over its buckets that are over, and its change.</summary>
    public NumberAnswer Answer(Kpi kpi, GroupKey group)
    {
        var answer = now.Answer(kpi, group, complete);
        if (before is null) return answer;
        var previous = Before(kpi, group);
        return answer with { Previous = PreviousNumber.Of(previous), Change = Change.Of(kpi.Better, answer.Value, previous.Value) };
    }

    /// <summary>The numbers of a group by bucket, and those of the window to compare with.</summary>
    public (Number[] Now, Number[]? Before) Series(Kpi kpi, GroupKey group) => (now.Series(kpi, group), before?.Series(kpi, group));

    private Number Before(Kpi kpi, GroupKey group) => before!.Of(kpi, group, complete == now.Count ? before.Count : Math.Min(complete, before.Count));

    /// <summary>What a group is ordered by. A share of all grows by how many more there are: a share may also grow because others shrink.</summary>
    private double? ValueOf(GroupKey group)
    {
        var kpi = question.Order.Kpi;
        var number = now.Of(kpi, group);
        return question.Order.By switch
        {
            "n" => number.N,
            "change" when kpi.Reading is ShareOfAll => number.N - Before(kpi, group).N,
            "change" => number.Value - Before(kpi, group).Value,
            _ => number.Value,
        };
    }
}
