using System.Collections;

namespace KpiPlatform.Kpis.Cells;

/// <summary>The contributions in one bin of a histogram: how many, and the sum of their values.</summary>
public readonly record struct Bin(long Count, long Sum);

/// <summary>
/// Bins that hold something, ascending. They are kept as sorted pairs, since most cells have few; side by side when there are many and more keep
/// coming between them, as when a question adds up thousands of cells. What only reads one stored cell comes in order and stays sorted.
/// </summary>
public sealed class Histogram : IReadOnlyCollection<KeyValuePair<int, Bin>>
{
    private const int MostSorted = 48;
    private const int Step = 256;

    /// <summary>So many pairs may be moved up to make room for others.</summary>
    private const int MostMoved = 4096;

    /// <summary>Codes lie far apart: they stay sorted however many they are.</summary>
    private const int MostSideBySide = 1 << 16;
    private int[] keys = [];
    private Bin[] bins = [];
    private int first;
    private int moved;
    private bool sideBySide;

    /// <summary>How many bins hold something.</summary>
    public int Count { get; private set; }

    /// <summary>What a bin holds; nothing when it was never added to.</summary>
    public Bin this[int bin]
    {
        get
        {
            var at = sideBySide ? bin - first : Array.BinarySearch(keys, 0, Count, bin);
            return at >= 0 && at < bins.Length ? bins[at] : default;
        }
    }

    public void Add(int bin, long count, long sum)
    {
        if (sideBySide) AddSideBySide(bin, count, sum);
        else AddSorted(bin, count, sum);
    }

    public IEnumerator<KeyValuePair<int, Bin>> GetEnumerator()
    {
        var end = sideBySide ? bins.Length : Count;
        for (var i = 0; i < end; i++)
        {
            if (bins[i] != default) yield return new(sideBySide ? first + i : keys[i], bins[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void AddSorted(int bin, long count, long sum)
    {
        var at = Array.BinarySearch(keys, 0, Count, bin);
        if (at >= 0)
        {
            bins[at] = new Bin(bins[at].Count + count, bins[at].Sum + sum);
            if (bins[at] == default) RemoveSorted(at);
            return;
        }

        if (count == 0 && sum == 0) return;
        if (moved > MostMoved && Count >= MostSorted && Math.Max(bin, keys[Count - 1]) - (long)Math.Min(bin, keys[0]) <= MostSideBySide)
        {
            PutSideBySide();
            AddSideBySide(bin, count, sum);
            return;
        }

        if (Count == keys.Length) (keys, bins) = (Grown(keys), Grown(bins));
        at = ~at;
        moved += Count - at;
        Array.Copy(keys, at, keys, at + 1, Count - at);
        Array.Copy(bins, at, bins, at + 1, Count - at);
        (keys[at], bins[at]) = (bin, new Bin(count, sum));
        Count++;
    }

    private void RemoveSorted(int at)
    {
        Count--;
        Array.Copy(keys, at + 1, keys, at, Count - at);
        Array.Copy(bins, at + 1, bins, at, Count - at);
        bins[Count] = default;
    }

    private void AddSideBySide(int bin, long count, long sum)
    {
        if (bin < first || bin >= first + bins.Length) MakeRoom(bin);
        ref var held = ref bins[bin - first];
        if (held != default) Count--;
        held = new Bin(held.Count + count, held.Sum + sum);
        if (held != default) Count++;
    }

    private void PutSideBySide()
    {
        var (sortedKeys, sorted, count) = (keys, bins, Count);
        (keys, bins, first, sideBySide, Count) = ([], [], sortedKeys[0], true, 0);
        for (var i = 0; i < count; i++) AddSideBySide(sortedKeys[i], sorted[i].Count, sorted[i].Sum);
    }

    private void MakeRoom(int bin)
    {
        var low = (int)Math.Floor(Math.Min(bin, first) / (double)Step) * Step;
        var high = ((int)Math.Floor(Math.Max(bin, first + bins.Length - 1) / (double)Step) + 1) * Step;
        var room = new Bin[high - low];
        bins.CopyTo(room, first - low);
        (bins, first) = (room, low);
    }

    private static T[] Grown<T>(T[] array)
    {
        Array.Resize(ref array, Math.Max(4, array.Length * 2));
        return array;
    }
}
