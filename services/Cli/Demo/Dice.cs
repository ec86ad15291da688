namespace KpiPlatform.Cli.Demo;

/// <summary>Reproducible chance (SplitMix64): the same seeds throw the same, on every machine and in every version.</summary>
internal sealed class Dice(params ReadOnlySpan<long> seeds)
{
    private ulong _state = Mix(seeds);

    /// <summary>In [0, 1).</summary>
    public double Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return (Scramble(_state) >> 11) * (1.0 / (1UL << 53));
    }

    public bool Chance(double probability) => Next() < probability;

    public double Between(double low, double high) => low + (Next() * (high - low));

    public int Whole(int low, int high) => low + (int)(Next() * (high - low + 1));

    /// <summary>Mostly near the median, sometimes much longer, as waits are.</summary>
    public TimeSpan Around(TimeSpan median, double spread = 0.7)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());
        return TimeSpan.FromSeconds(Math.Round(median.TotalSeconds * Math.Exp(spread * normal), 1));
    }

    public T One<T>(IReadOnlyList<(T Value, double Weight)> choices)
    {
        var at = Next() * choices.Sum(choice => choice.Weight);
        foreach (var (value, weight) in choices)
        {
            if ((at -= weight) < 0) return value;
        }

        return choices[^1].Value;
    }

    public T One<T>(IReadOnlyList<T> choices) => choices[Whole(0, choices.Count - 1)];

    /// <summary>How often something happens that happens so many times on average.</summary>
    public int Poisson(double mean)
    {
        var (limit, product, n) = (Math.Exp(-mean), Next(), 0);
        for (; product > limit; n++) product *= Next();
        return n;
    }

    private static ulong Mix(ReadOnlySpan<long> seeds)
    {
        var state = 0UL;
        foreach (var seed in seeds) state = Scramble(state + (ulong)seed + 0x9E3779B97F4A7C15);
        return state;
    }

    private static ulong Scramble(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
