using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Reading;
using NodaTime;

namespace KpiPlatform.Query.Tests.Reading;

/// <summary>What a question should find, from the facts one by one: no cells, no covers, no SQL.</summary>
internal static class BruteForce
{
    public static Read Read(Question q, IReadOnlyCollection<Fact> facts)
    {
        var (flow, stock) = (new Groups(q.Buckets.Count), new Groups(1));
        var stocks = q.Cohort == Cohort.Opened ? [] : q.Kpis.Where(k => k.Reading.IsStock).SelectMany(k => k.Measures).Select(m => m.Code).ToHashSet();
        var flows = (q.IsSeries ? q.Kpis : q.Kpis.Where(k => q.Cohort == Cohort.Opened || !k.Reading.IsStock)).SelectMany(k => k.Measures).Select(m => m.Code).ToHashSet();
        foreach (var fact in facts.Where(f => q.Filters.All(filter => filter.Values.Contains(f.Dimensions[filter.Dimension] ?? "") != filter.Except)))
        {
            var group = new GroupKey([.. q.GroupBy.Select(d => fact.Dimensions[d] ?? "")]);
            var at = Instant.FromDateTimeOffset(fact.At);
            if (at < q.Window.To) Book(stock, group, 0, fact, stocks);
            if (q.Cohort == Cohort.Opened)
            {
                if (fact.OpenedAt is not { } opened) continue;
                at = Instant.FromDateTimeOffset(opened);
            }

            for (var i = 0; i < q.Buckets.Count; i++)
            {
                if (at >= q.Buckets.Starts[i] && at < q.Buckets.EndOf(i)) Book(flow, group, i, fact, flows);
            }
        }

        return new Read(flow, stock, "brute force") { Previous = q.Previous is { } other ? Read(other, facts) : null };
    }

    private static void Book(Groups groups, GroupKey group, int slot, Fact fact, HashSet<int> measures)
    {
        foreach (var (measure, value) in fact.Bookings.Where(b => measures.Contains(b.Measure)))
            groups.Own(group, slot).Add(measure, 1, value, Catalogue.Default.Measure(measure).BinOf(value));
    }
}
