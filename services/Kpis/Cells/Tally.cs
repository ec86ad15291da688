namespace KpiPlatform.Kpis.Cells;

/// <summary>A measure over some set of contributions: how many, their sum, and both for each bin. Adding and taking back are exact.</summary>
public sealed class Tally
{
    private static readonly Histogram NoBins = new();
    private Histogram? bins;

    /// <summary>How many contributions.</summary>
    public long N { get; private set; }

    /// <summary>The sum of their values, in the measure's whole unit.</summary>
    public long Sum { get; private set; }

    /// <summary>Contributions by bin. Empty for a measure without a histogram.</summary>
    public Histogram Bins => bins ?? NoBins;

    /// <summary>True when nothing is left: then a cell need not keep it.</summary>
    public bool IsEmpty => N == 0 && Sum == 0 && Bins.Count == 0;

    /// <summary>Adds <paramref name="n"/> contributions with this sum, all in this bin; a negative n takes them back.</summary>
    public void Add(long n, long sum, int? bin)
    {
        N += n;
        Sum = checked(Sum + sum);
        if (bin is { } b) AddBin(b, n, sum);
    }

    /// <param name="sign">−1 takes the other away instead.</param>
    public void Add(Tally other, int sign = 1)
    {
        N += sign * other.N;
        Sum = checked(Sum + (sign * other.Sum));
        foreach (var (bin, held) in other.Bins) AddBin(bin, sign * held.Count, sign * held.Sum);
    }

    internal void AddBin(int bin, long n, long sum) => (bins ??= new Histogram()).Add(bin, n, sum);
}
