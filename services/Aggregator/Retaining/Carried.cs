using KpiPlatform.Kpis.Facts;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>What is left of facts that are let go of: what they changed of the stocks, since every later one is counted on from them. Only computes.</summary>
internal static class Carried
{
    /// <summary>One fact for each combination of dimensions in which something is left, at one instant, of no ticket.</summary>
    /// <param name="stocks">The codes of the measures of stocks.</param>
    public static IReadOnlyList<Fact> Of(IEnumerable<Fact> facts, IReadOnlySet<int> stocks, DateTimeOffset at)
    {
        var left = new Dictionary<Dimensions, SortedDictionary<int, long>>();
        foreach (var fact in facts)
        {
            foreach (var (measure, value) in fact.Bookings.Where(b => stocks.Contains(b.Measure)))
            {
                if (!left.TryGetValue(fact.Dimensions, out var sums)) left[fact.Dimensions] = sums = [];
                sums[measure] = sums.GetValueOrDefault(measure) + value;
            }
        }

        return [.. left.Select(l => new Fact(0, at, null, l.Key, [.. l.Value.Where(s => s.Value != 0).Select(s => new Booking(s.Key, s.Value))])).Where(f => f.Bookings.Count > 0)];
    }
}
