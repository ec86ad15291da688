using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Sketches;

/// <summary>How many durations are at most a threshold.</summary>
/// <param name="Error">By how many <see cref="Count"/> may at most be off: of the one bin that the threshold cuts, if any.</param>
public readonly record struct Within(long Count, long Error)
{
    /// <param name="milliseconds">The threshold; what is equal to it is within.</param>
    public static Within Of(Histogram bins, long milliseconds)
    {
        var cut = milliseconds < 0 ? DurationBins.Zero - 1 : DurationBins.Of(milliseconds);
        var whole = 0L;
        foreach (var (bin, held) in bins)
        {
            if (bin > cut) break;
            if (bin == cut) return Part(held, DurationBins.Bounds(bin), milliseconds) is var part ? part with { Count = whole + part.Count } : default;
            whole += held.Count;
        }

        return new(whole, 0);
    }

    /// <summary>
    /// Count and sum bound how many of a bin's values can be within: for a single value they say it exactly. Between the bounds, values whose mean
    /// is a whole second are taken to be equal, as those of people and thresholds are; others are taken to lie evenly.
    /// </summary>
    private static Within Part(Bin held, (long Least, long Most) bounds, long at)
    {
        var (count, sum) = held;
        if (at >= bounds.Most || count <= 0) return new(count, 0);
        var most = Math.Min(count, ((count * bounds.Most) - sum) / (bounds.Most - at));
        var missing = (count * (at + 1)) - sum;
        var least = missing <= 0 ? 0 : Math.Min(most, (missing + at - bounds.Least) / (at + 1 - bounds.Least));
        var alike = sum % (count * 1000) == 0;
        var evenly = (long)Math.Round(count * (at + 1 - bounds.Least) / (bounds.Most + 1.0 - bounds.Least));
        var likely = Math.Clamp(alike ? sum <= at * count ? count : 0 : evenly, least, most);
        return new(likely, Math.Max(likely - least, most - likely));
    }
}
