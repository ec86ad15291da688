using KpiPlatform.Kpis.Facts;

namespace KpiPlatform.Kpis.Cells;

/// <summary>What the facts of a batch change in which cells. Facts are booked on the finest grain first; the coarser ones are sums of it.</summary>
public sealed class CellDeltas(Catalogue catalogue)
{
    private static readonly Grain[] Coarser = [.. Grains.All.Skip(1)];
    private readonly Dictionary<CellKey, Tallies> finest = [];

    /// <summary>Books one stream's diff: what it adds once, what it removes minus once.</summary>
    public void Book(string workspace, FactDiff diff)
    {
        foreach (var fact in diff.Removed) Book(workspace, fact, -1);
        foreach (var fact in diff.Added) Book(workspace, fact, 1);
    }

    /// <summary>The cells that change, of all grains, each with its change, the caller's to go on with: ask once. Cells in which all cancels out are not among them.</summary>
    public Dictionary<CellKey, Tallies> All()
    {
        var all = new Dictionary<CellKey, Tallies>(finest.Count * 2);
        foreach (var (key, delta) in finest)
        {
            if (delta.IsEmpty) continue;
            all.Add(key, delta);
            foreach (var grain in Coarser)
            {
                var only = grain == Grain.Ever ? catalogue.EverMeasures : null;
                if (only is null || delta.HasAny(only)) Of(all, key with { Grain = grain, Bucket = grain.BucketOf(key.Bucket) }).Add(delta, only);
            }
        }

        return all;
    }

    private void Book(string workspace, Fact fact, int sign)
    {
        if (fact.Lasting is not null || fact.IsAhead) return;
        var bucket = Grains.All[0].BucketOf(fact.At);
        Book(Of(finest, new CellKey(workspace, CellKey.Everything, "", Grains.All[0], bucket)), fact, sign);
        foreach (var dimension in Dimensions.All)
        {
            Book(Of(finest, new CellKey(workspace, (int)dimension, fact.Dimensions[dimension] ?? "", Grains.All[0], bucket)), fact, sign);
        }
    }

    private void Book(Tallies tallies, Fact fact, int sign)
    {
        foreach (var (measure, value) in fact.Bookings) tallies.Add(measure, sign, sign * value, catalogue.Measure(measure).BinOf(value));
    }

    private static Tallies Of(Dictionary<CellKey, Tallies> cells, CellKey key)
    {
        if (!cells.TryGetValue(key, out var tallies)) cells[key] = tallies = new Tallies();
        return tallies;
    }
}
