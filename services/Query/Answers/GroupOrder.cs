using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>The order of groups as asked for; without data last either way, and what is equal by name.</summary>
internal sealed class GroupOrder(Question question, Func<Kpi, GroupKey, Number> numberOf) : IComparer<GroupKey>
{
    private readonly Dictionary<GroupKey, double?> values = [];

    public int Compare(GroupKey x, GroupKey y)
    {
        var order = ByDimension is { } byDimension ? Directed(byDimension(x, y)) : ByValue(x, y);
        if (order == 0) order = string.CompareOrdinal(x.First, y.First);
        return order == 0 ? string.CompareOrdinal(x.Second, y.Second) : order;
    }

    private Func<GroupKey, GroupKey, int>? ByDimension =>
        question.GroupBy.Select((d, i) => (Name: Dimensions.NameOf(d), Index: i)).FirstOrDefault(d => d.Name == question.Order.By) switch
        {
            (null, _) => null,
            (_, 0) => (x, y) => string.CompareOrdinal(x.First, y.First),
            _ => (x, y) => string.CompareOrdinal(x.Second, y.Second),
        };

    private int ByValue(GroupKey x, GroupKey y) => (ValueOf(x), ValueOf(y)) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        ({ } a, { } b) => Directed(a.CompareTo(b)),
    };

    private int Directed(int order) => question.Order.Descending ? -order : order;

    private double? ValueOf(GroupKey group)
    {
        if (values.TryGetValue(group, out var value)) return value;
        var kpi = question.Kpis.FirstOrDefault(k => k.Id == question.Order.By) ?? question.Kpis[0];
        var number = numberOf(kpi, group);
        return values[group] = question.Order.By == "n" ? number.N : number.Value;
    }
}
