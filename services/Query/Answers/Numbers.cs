using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>The numbers of a question from what was read for it.</summary>
internal sealed class Numbers(Question question, Read read)
{
    /// <summary>The groups to show, in order, those beyond the limit put together as the last one; how many there are in all.</summary>
    public (IReadOnlyList<GroupKey> Shown, int Total) Groups()
    {
        if (question.GroupBy.Count == 0) return ([new GroupKey("", "")], 1);
        var all = read.Flow.Keys.Union(read.Stock.Keys).Where(HasData).ToList();
        all.Sort(new GroupOrder(question, Of));
        if (all.Count <= question.Limit) return (all, all.Count);
        var rest = all.Skip(question.Limit).ToList();
        read.Flow.Merge(rest, GroupKey.Other);
        read.Stock.Merge(rest, GroupKey.Other);
        return ([.. all.Take(question.Limit), GroupKey.Other], all.Count);
    }

    /// <summary>A group as answers show it: by dimension, null for "none".</summary>
    public Dictionary<string, string?> Named(GroupKey group)
    {
        string[] values = [group.First, group.Second];
        return question.GroupBy.Select((d, i) => (Dimensions.NameOf(d), values[i]))
            .ToDictionary(p => p.Item1, p => p.Item2.Length == 0 ? null : p.Item2, StringComparer.Ordinal);
    }

    /// <summary>The number of a group over the whole window.</summary>
    public Number Of(Kpi kpi, GroupKey group) => kpi.Reading.Read(IsStock(kpi) ? read.Stock.Of(group, 0) : Whole(group), question.Statistic);

    public NumberAnswer Answer(Kpi kpi, GroupKey group, bool named) => NumberAnswer.Of(kpi, Of(kpi, group), Whole(group), named) with
    {
        Profile = question.Profile == Profile.Default ? null : ProfileAnswer.Of(kpi),
    };

    /// <summary>The numbers of a group by bucket.</summary>
    public Number[] Series(Kpi kpi, GroupKey group)
    {
        var numbers = new Number[question.Buckets.Count];
        if (!IsStock(kpi))
        {
            for (var i = 0; i < numbers.Length; i++) numbers[i] = kpi.Reading.Read(read.Flow.Of(group, i), question.Statistic);
            return numbers;
        }

        var stock = new Tallies();
        stock.Add(read.Stock.Of(group, 0));
        for (var i = numbers.Length - 1; i >= 0; i--)
        {
            numbers[i] = kpi.Reading.Read(stock, question.Statistic);
            foreach (var measure in kpi.Reading.Measures)
            {
                var change = read.Flow.Of(group, i)[measure];
                stock.Add(measure.Code, -change.N, -change.Sum, bin: null);
            }
        }

        return numbers;
    }

    private bool IsStock(Kpi kpi) => kpi.Reading.IsStock && question.Cohort == Cohort.Event;

    private bool HasData(GroupKey group) =>
        Enumerable.Range(0, question.Buckets.Count).Any(slot => !read.Flow.Of(group, slot).IsEmpty)
        || question.Kpis.Any(k => IsStock(k) && Of(k, group).Value != 0);

    private Tallies Whole(GroupKey group)
    {
        if (question.Buckets.Count == 1) return read.Flow.Of(group, 0);
        var whole = new Tallies();
        for (var slot = 0; slot < question.Buckets.Count; slot++) whole.Add(read.Flow.Of(group, slot));
        return whole;
    }
}
