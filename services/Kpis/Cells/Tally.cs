namespace KpiPlatform.Kpis.Cells;

/// <summary>A measure over some set of contributions: how many, their sum, and how many in each bin. Adding and taking back are exact.</summary>
public sealed class Tally
{
    private static readonly SortedList<int, long> NoBins = [];
    private SortedList<int, long>? bins;

    /// <summary>How many contributions.</summary>
    public long N { get; private set; }

    /// <summary>The sum of their values, in the measure's whole unit.</summary>
    public long Sum { get; private set; }

    /// <summary>Contributions by bin, ascending; bins that hold none are not there. Empty for a measure without a histogram.</summary>
    public IReadOnlyDictionary<int, long> Bins => bins ?? NoBins;

    /// <summary>True when nothing is left: then a cell need not keep it.</summary>
    public bool IsEmpty => N == 0 && Sum == 0 && (bins is null || bins.Count == 0);

    /// <summary>Adds <paramref name="n"/> contributions with this sum in this bin; a negative n takes them back.</summary>
    public void Add(long n, long sum, int? bin)
    {
        N += n;
        Sum = checked(Sum + sum);
        if (bin is { } b) AddBin(b, n);
    }

    public void Add(Tally other)
    {
        N += other.N;
        Sum = checked(Sum + other.Sum);
        if (other.bins is null) return;
        foreach (var (bin, count) in other.bins) AddBin(bin, count);
    }

    internal void AddBin(int bin, long n)
    {
        bins ??= [];
        var at = bins.IndexOfKey(bin);
        if (at < 0) bins.Add(bin, n);
        else if (bins.GetValueAtIndex(at) + n == 0) bins.RemoveAt(at);
        else bins.SetValueAtIndex(at, bins.GetValueAtIndex(at) + n);
    }
}
