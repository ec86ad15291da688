using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
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
        foreach (var fact in facts.Where(f => f.Lasting is null && Passes(q, f)))
        {
            var group = new GroupKey([.. q.GroupBy.Select(d => fact.Dimensions[d] ?? "")]);
            var at = Instant.FromDateTimeOffset(fact.At);
            if (at < q.Window.To) Book(q, stock, group, 0, fact, stocks);
            if (q.Cohort == Cohort.Opened)
            {
                if (fact.OpenedAt is not { } opened) continue;
                at = Instant.FromDateTimeOffset(opened);
            }

            for (var i = 0; i < q.Buckets.Count; i++)
            {
                if (at >= q.Buckets.Starts[i] && at < q.Buckets.EndOf(i)) Book(q, flow, group, i, fact, flows);
            }
        }

        var lasting = q.Kpis.Any(k => k.Reading is LastingReading) ? Lasting(q, [.. facts.Where(f => Passes(q, f))]) : null;
        return new Read(flow, stock, "brute force") { Lasting = lasting, ByAge = ByAge(q, facts), Previous = q.Previous is { } other ? Read(other, facts) : null };
    }

    /// <summary>Each contribution to the backlog in the class of its ticket's age.</summary>
    private static ByAge? ByAge(Question q, IReadOnlyCollection<Fact> facts)
    {
        if (q.IsSeries || q.Cohort == Cohort.Opened || q.Kpis.Select(k => k.Reading).OfType<Stock>().FirstOrDefault(s => s.HasAges) is not { } backlog) return null;
        var groups = new Groups(Ages.Limits.Count);
        var end = q.Window.To.ToDateTimeOffset() < q.Now.ToDateTimeOffset() ? q.Window.To.ToDateTimeOffset() : q.Now.ToDateTimeOffset().AddTicks(10);
        foreach (var fact in facts.Where(f => f.Lasting is null && Passes(q, f) && f.OpenedAt < end && f.At < end))
        {
            var slot = Ages.Limits.Count(limit => end - fact.OpenedAt!.Value <= limit) - 1;
            if (slot >= 0) Book(q, groups, new GroupKey([.. q.GroupBy.Select(d => fact.Dimensions[d] ?? "")]), slot, fact, [backlog.Flow.Code]);
        }

        return new(backlog.Flow, groups);
    }

    private static bool Passes(Question q, Fact fact) => q.Filters.All(filter => filter.Values.Contains(fact.Dimensions[filter.Dimension] ?? "") != filter.Except);

    /// <summary>The base by adding up every change since the last count, for each end of a bucket and source anew.</summary>
    private static Lastings Lasting(Question q, List<Fact> facts)
    {
        var flow = q.Kpis.Select(k => k.Reading).OfType<LastingReading>().Select(r => r.Flow?.Code).FirstOrDefault(c => c is not null);
        var lasting = facts.Where(f => f.Lasting is not null).SelectMany(f => f.Bookings, (f, b) => new LastingFact(b.Measure, f.At, f.Lasting!, f.Dimensions.Source, b.Value)).OrderBy(f => f.From).ToList();
        var changes = facts.Where(f => f.Lasting is null).SelectMany(f => f.Bookings.Where(b => b.Measure == flow), (f, b) => (f.At, f.Dimensions.Source, b.Value)).ToList();
        var bases = lasting.Where(f => f.Lasting.Currency is null).Select(f => f.Source).Concat(changes.Select(c => c.Source)).Distinct().ToDictionary(
            source => source,
            source => CustomerBase.At(
                Lastings.Ends(q),
                [.. lasting.Where(f => f.Lasting.Currency is null && f.Source == source).Select(f => (f.From, f.Value))],
                (from, to) => changes.Where(c => c.Source == source && c.At >= from && c.At < to).Sum(c => c.Value)));
        return new(q, [.. lasting.Where(f => f.Lasting.Currency is not null)], flow is null ? [] : bases);
    }

    /// <summary>What is scheduled counts once its time is there; what is provisional until it is settled.</summary>
    private static bool Counts(Question q, int measure, DateTimeOffset at)
    {
        var now = q.Now.ToDateTimeOffset();
        if (Catalogue.Default.Measure(measure).IsScheduled) return at <= now;
        return q.Kpis.FirstOrDefault(k => k.Provisional?.Measure.Code == measure)?.Provisional?.For is not { } settles || at >= now - settles;
    }

    private static void Book(Question q, Groups groups, GroupKey group, int slot, Fact fact, HashSet<int> measures)
    {
        foreach (var (measure, value) in fact.Bookings.Where(b => measures.Contains(b.Measure) && Counts(q, b.Measure, fact.At)))
            groups.Own(group, slot).Add(measure, 1, value, Catalogue.Default.Measure(measure).BinOf(value));
    }
}
