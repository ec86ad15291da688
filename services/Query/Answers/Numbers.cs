using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Answers;

/// <summary>The numbers of one window from what was read for it.</summary>
internal sealed class Numbers(Question question, Read read)
{
    private readonly Dictionary<(int From, int To), Tallies> ofAll = [];
    private readonly Dictionary<(Kpi Kpi, int From, int To), HashSet<GroupKey>> hidden = [];

    /// <summary>How many buckets there are.</summary>
    public int Count => question.Buckets.Count;

    /// <summary>The groups that have data.</summary>
    public IEnumerable<GroupKey> Groups => read.Flow.Keys.Union(read.Stock.Keys).Where(HasData).Union(read.Lasting?.Groups ?? []);

    /// <summary>Puts groups together as the one beyond the limit.</summary>
    public void Merge(IReadOnlyList<GroupKey> groups, GroupKey into)
    {
        read.Flow.Merge(groups, into);
        read.Stock.Merge(groups, into);
        hidden.Clear();
        read.Lasting?.Merge(groups, into);
        read.ByAge?.Flows.Merge(groups, into);
    }

    /// <summary>The number of a group over the whole window.</summary>
    public Number Of(Kpi kpi, GroupKey group) => Of(kpi, group, Count);

    /// <summary>The number over the first buckets of the window; without any there is no data.</summary>
    public Number Of(Kpi kpi, GroupKey group, int buckets) =>
        buckets == 0 ? new(null, 0) : Number(kpi, group, Tallies(kpi, group, buckets), 0, buckets);

    /// <summary>A number with all that an answer tells of it.</summary>
    public NumberAnswer Answer(Kpi kpi, GroupKey group, int buckets)
    {
        // Where another's way of counting is asked for, each number says whose it is: ours where that one has none of its own.
        var profile = question.Profile == Profile.Default ? null : ProfileAnswer.Of(kpi);
        if (buckets == 0) return NumberAnswer.Of(kpi, new(null, 0), null) with { Profile = profile };
        var tallies = Tallies(kpi, group, buckets);
        var number = WithAges(kpi, group, Number(kpi, group, tallies, 0, buckets));
        if (number.Suppressed) return NumberAnswer.Of(kpi, number, null) with { Profile = profile };
        return NumberAnswer.Of(kpi, number, Flow(group, 0, buckets)) with
        {
            Target = TargetAnswer.Of(question, read.Targets, kpi, group, number, tallies),
            Profile = profile,
            Ci = kpi.Reading is ShareOfAll share ? share.Interval(tallies, OfAll(0, buckets)) : kpi.Reading.Interval(tallies, question.Statistic),
            ShareWithin = question.ShareWithin is { } threshold ? ShareWithin.Of(kpi, tallies, threshold) : null,
        };
    }

    private Number WithAges(Kpi kpi, GroupKey group, Number number) =>
        kpi.Reading is Stock { HasAges: true } && IsStock(kpi) && read.ByAge?.Of(group) is { } younger ? number with { Parts = Ages.Parts((long)number.Value!, younger) } : number;

    /// <summary>What a number over the whole window is read from.</summary>
    public Tallies Whole(GroupKey group) => Flow(group, 0, Count);

    /// <summary>The numbers of a group by bucket.</summary>
    public Number[] Series(Kpi kpi, GroupKey group)
    {
        var numbers = new Number[Count];
        var stock = IsStock(kpi) ? StockAtEnd(group) : null;
        for (var i = numbers.Length - 1; i >= 0; i--)
        {
            numbers[i] = Number(kpi, group, stock ?? read.Flow.Of(group, i), i, i + 1);
            if (stock is not null) GoBack(stock, kpi, group, i);
        }

        if (kpi.Reading.FewestShown == 0) return numbers;
        var together = kpi.Reading.ReadTogether([.. Enumerable.Range(0, Count).Select(i => read.Flow.Of(group, i))], question.Statistic);
        return [.. numbers.Zip(together, (own, shown) => own.Suppressed ? own : shown)];
    }

    private Number Number(Kpi kpi, GroupKey group, Tallies tallies, int from, int to) => kpi.Reading switch
    {
        ShareOfAll share => share.Read(tallies, OfAll(from, to)),
        { FewestShown: > 0 } when Hidden(kpi, from, to).Contains(group) => new(null, 0) { Suppressed = true },
        LastingReading lasting => lasting.Read(tallies, read.Lasting!.Of(group, from, to)),
        _ => kpi.Reading.Read(tallies, question.Statistic),
    };

    /// <summary>The groups that are not shown, since they are of too few or would tell who those are.</summary>
    private HashSet<GroupKey> Hidden(Kpi kpi, int from, int to)
    {
        if (hidden.TryGetValue((kpi, from, to), out var found)) return found;
        // By name, so that of two groups of one size it is always the same that is hidden.
        var groups = Groups.Order(Comparer<GroupKey>.Create((a, b) => a.ByName(b))).ToList();
        var together = kpi.Reading.ReadTogether([.. groups.Select(g => Flow(g, from, to))], question.Statistic);
        return hidden[(kpi, from, to)] = [.. groups.Where((_, i) => together[i].Suppressed)];
    }

    private Tallies Tallies(Kpi kpi, GroupKey group, int buckets)
    {
        if (!IsStock(kpi)) return Flow(group, 0, buckets);
        var stock = StockAtEnd(group);
        for (var i = Count - 1; i >= buckets; i--) GoBack(stock, kpi, group, i);
        return stock;
    }

    private Tallies StockAtEnd(GroupKey group)
    {
        var stock = new Tallies();
        stock.Add(read.Stock.Of(group, 0));
        return stock;
    }

    /// <summary>From a stock at a bucket's end to that at its start.</summary>
    private void GoBack(Tallies stock, Kpi kpi, GroupKey group, int bucket)
    {
        foreach (var measure in kpi.Reading.Measures.SelectMany(m => m.Stored))
        {
            var change = read.Flow.Of(group, bucket)[measure];
            stock.Add(measure.Code, -change.N, -change.Sum, bin: null);
        }
    }

    private bool IsStock(Kpi kpi) => kpi.Reading.IsStock && question.Cohort == Cohort.Event;

    private bool HasData(GroupKey group) =>
        Enumerable.Range(0, Count).Any(slot => !read.Flow.Of(group, slot).IsEmpty)
        || question.Kpis.Any(k => IsStock(k) && k.Reading.Read(read.Stock.Of(group, 0), question.Statistic).Value != 0);

    private Tallies Flow(GroupKey group, int from, int to)
    {
        if (to - from == 1) return read.Flow.Of(group, from);
        var flow = new Tallies();
        for (var slot = from; slot < to; slot++) flow.Add(read.Flow.Of(group, slot));
        return flow;
    }

    /// <summary>What the shares of all are shares of.</summary>
    private Tallies OfAll(int from, int to)
    {
        if (ofAll.TryGetValue((from, to), out var sum)) return sum;
        var measures = question.Kpis.Where(k => k.Reading is ShareOfAll).SelectMany(k => k.Measures).Select(m => m.Code).ToHashSet();
        sum = new Tallies();
        for (var slot = from; slot < to; slot++) sum.Add(read.Flow.Sum(slot, measures));
        return ofAll[(from, to)] = sum;
    }
}
