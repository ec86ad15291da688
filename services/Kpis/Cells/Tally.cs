namespace KpiPlatform.Kpis.Cells;

/// <summary>The contributions in one bin of a histogram: how many, and the sum of their values.</summary>
public readonly record struct Bin(long Count, long Sum);

/// <summary>A measure over some set of contributions: how many, their sum, and both for each bin. Adding and taking back are exact.</summary>
public sealed class Tally
{
    private static readonly SortedList<int, Bin> NoBins = [];
    private SortedList<int, Bin>? bins;

    /// <summary>How many contributions.</summary>
    public long N { get; private set; }

    /// <summary>The sum of their values, in the measure's whole unit.</summary>
    public long Sum { get; private set; }

    /// <summary>Contributions by bin, ascending; bins that hold none are not there. Empty for a measure without a histogram.</summary>
    public IReadOnlyDictionary<int, Bin> Bins => bins ?? NoBins;

    /// <summary>True when nothing is left: then a cell need not keep it.</summary>
    public bool IsEmpty => N == 0 && Sum == 0 && (bins is null || bins.Count == 0);

    /// <summary>Adds <paramref name="n"/> contributions with this sum, all in this bin; a negative n takes them back.</summary>
    public void Add(long n, long sum, int? bin)
    {
        N += n;
        Sum = checked(Sum + sum);
        if (bin is { } b) AddBin(b, n, sum);
    }

    public void Add(Tally other)
    {
        N += other.N;
        Sum = checked(Sum + other.Sum);
        if (other.bins is null) return;
        foreach (var (bin, held) in other.bins) AddBin(bin, held.Count, held.Sum);
    }

    internal void AddBin(int bin, long n, long sum)
    {
        bins ??= [];
        var at = bins.IndexOfKey(bin);
        if (at < 0)
        {
            bins.Add(bin, new Bin(n, sum));
            return;
        }

        var held = bins.GetValueAtIndex(at);
        var now = new Bin(held.Count + n, held.Sum + sum);
        if (now == default) bins.RemoveAt(at);
        else bins.SetValueAtIndex(at, now);
    }
}
