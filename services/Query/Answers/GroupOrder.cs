using KpiPlatform.Kpis.Facts;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>The order of groups as asked for; without data last either way, before them agents without a rank, and what is equal by name.</summary>
/// <param name="valueOf">What a group is ordered by; null without data.</param>
/// <param name="mayRank">Null when all may.</param>
internal sealed class GroupOrder(Question question, Func<GroupKey, double?> valueOf, Func<GroupKey, bool>? mayRank) : IComparer<GroupKey>
{
    private readonly Dictionary<GroupKey, (bool Ranks, double? Value)> known = [];
    private readonly int dimension = question.GroupBy.Select(Dimensions.NameOf).ToList().IndexOf(question.Order.By);

    public int Compare(GroupKey x, GroupKey y)
    {
        var order = dimension >= 0 ? Directed(string.CompareOrdinal(x.Values[dimension], y.Values[dimension])) : ByValue(Known(x), Known(y));
        return order == 0 ? x.ByName(y) : order;
    }

    private int ByValue((bool Ranks, double? Value) x, (bool Ranks, double? Value) y) => (x, y) switch
    {
        ((_, null), (_, null)) => 0,
        ((_, null), _) => 1,
        (_, (_, null)) => -1,
        _ when x.Ranks != y.Ranks => x.Ranks ? -1 : 1,
        ((_, { } a), (_, { } b)) => Directed(a.CompareTo(b)),
    };

    private int Directed(int order) => question.Order.Descending ? -order : order;

    private (bool Ranks, double? Value) Known(GroupKey group)
    {
        if (!known.TryGetValue(group, out var found)) known[group] = found = (mayRank?.Invoke(group) ?? true, valueOf(group));
        return found;
    }
}
