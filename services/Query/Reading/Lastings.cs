using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Time;
using KpiPlatform.Query.Asking;
using NodaTime;

namespace KpiPlatform.Query.Reading;

/// <summary>What lasting facts amount to in the buckets of a question: money, and each source's customers at the ends of buckets.</summary>
/// <param name="question">Asked about these.</param>
/// <param name="amounts">Amounts of money.</param>
/// <param name="bases">The base of each source at the start of each bucket and, last, at the window's end.</param>
internal sealed class Lastings(Question question, IReadOnlyList<LastingFact> amounts, Dictionary<string, long[]> bases)
{
    /// <summary>The groups that have a base, where it is grouped by source.</summary>
    public IEnumerable<GroupKey> Groups => BySource ? bases.Keys.Select(s => new GroupKey(s)) : [];

    /// <summary>Over some of the buckets, which adjoin.</summary>
    public Lasted Of(GroupKey group, int from, int to)
    {
        var (start, end) = (question.Buckets.Starts[from].ToDateTimeOffset(), question.Buckets.EndOf(to - 1).ToDateTimeOffset());
        var mine = BySource ? bases.Where(b => b.Key == group.Values[0]) : bases;
        return new(Lasted.Spread(amounts, start, end), mine.Sum(b => b.Value[from]), mine.Sum(b => b.Value[to]));
    }

    /// <summary>Puts sources together as the group beyond the limit.</summary>
    public void Merge(IReadOnlyList<GroupKey> groups, GroupKey into)
    {
        if (!BySource) return;
        var sum = new long[question.Buckets.Count + 1];
        foreach (var group in groups)
        {
            if (!bases.Remove(group.Values[0], out var own)) continue;
            for (var i = 0; i < sum.Length; i++) sum[i] += own[i];
        }

        bases[into.Values[0]] = sum;
    }

    private bool BySource => question.GroupBy is [Dimension.Source];

    /// <param name="facts">All lasting facts that matter, ascending.</param>
    /// <param name="flow">What came and went by source and by slot of <paramref name="points"/>.</param>
    /// <param name="points">Where the flow is cut: at all ends of buckets and all counts that matter.</param>
    public static Lastings Of(Question question, IReadOnlyList<LastingFact> facts, Func<string, int, long> flow, IReadOnlyList<Instant> points, IEnumerable<string> sources)
    {
        var ends = Ends(question);
        var counts = facts.Where(f => f.Lasting.Until == Lasting.Forever).ToLookup(f => f.Source, f => (f.From, f.Value), StringComparer.Ordinal);
        var bases = new Dictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var source in sources.Union(counts.Select(c => c.Key), StringComparer.Ordinal))
        {
            var until = new Dictionary<DateTimeOffset, long>(points.Count);
            long sum = 0;
            for (var i = 0; i < points.Count; i++)
            {
                until[points[i].ToDateTimeOffset()] = sum;
                sum += flow(source, i);
            }

            bases[source] = CustomerBase.At(ends, [.. counts[source]], (from, to) => until[to] - until.GetValueOrDefault(from));
        }

        return new(question, [.. facts.Where(f => f.Lasting.Currency is not null)], bases);
    }

    /// <summary>The starts of the buckets and the end of the window.</summary>
    public static IReadOnlyList<DateTimeOffset> Ends(Question question) => [.. question.Buckets.Starts.Append(question.Window.To).Select(i => i.ToDateTimeOffset())];
}
