using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>
/// The places of agents by the ordered KPI, the best first; who is equal shares a place. Nobody is ranked by chance: a number computed from fewer than
/// <c>min_n</c> has none, nor has what belongs to no agent, nor a KPI of which neither more nor less is better.
/// </summary>
internal sealed class Ranking(Question question, Func<Kpi, GroupKey, Number> numberOf)
{
    public const string Method = "By agent, among those with n of at least min_n (10 if none is given), the best first; who is equal shares a place.";

    private readonly int agent = question.GroupBy.ToList().IndexOf(Dimension.Agent);

    /// <summary>True when rows have ranks at all.</summary>
    public bool Applies => agent >= 0 && question.Order.Kpi.Better != Better.Neither;

    public bool MayRank(GroupKey group) =>
        group.Values[agent].Length > 0 && numberOf(question.Order.Kpi, group) is { Value: not null } number && number.N >= question.MinN;

    public IReadOnlyDictionary<GroupKey, int> Of(IEnumerable<GroupKey> groups)
    {
        var places = new Dictionary<GroupKey, int>();
        if (!Applies) return places;
        var kpi = question.Order.Kpi;
        var sign = kpi.Better == Better.Higher ? -1 : 1;
        var ranked = groups.Where(MayRank).Select(g => (Group: g, Value: sign * numberOf(kpi, g).Value!.Value)).OrderBy(g => g.Value).ToList();
        for (var i = 0; i < ranked.Count; i++)
            places[ranked[i].Group] = i > 0 && ranked[i].Value == ranked[i - 1].Value ? places[ranked[i - 1].Group] : i + 1;
        return places;
    }
}
