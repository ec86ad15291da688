using NodaTime;

namespace KpiPlatform.Kpis.Time;

/// <summary>The buckets of a time series: each starts where the one before ends, and together they are the window.</summary>
public sealed class Buckets
{
    private readonly Instant[] starts;
    private readonly Interval? interval;

    private Buckets(Window window, Interval? interval, Instant[] starts) => (Window, this.interval, this.starts) = (window, interval, starts);

    public Window Window { get; }

    /// <summary>Ascending; the first is the window's start, also when an interval began before it.</summary>
    public IReadOnlyList<Instant> Starts => starts;

    public int Count => starts.Length;

    /// <summary>The window as one bucket.</summary>
    public static Buckets One(Window window) => new(window, interval: null, [window.From]);

    /// <summary>The window cut at some instants.</summary>
    /// <param name="starts">Ascending, from the window's start on.</param>
    public static Buckets At(Window window, Instant[] starts) => new(window, interval: null, starts);

    /// <summary>The window cut where intervals begin; null when that makes more than <paramref name="most"/> buckets.</summary>
    public static Buckets? Of(Window window, Interval interval, int most)
    {
        var found = new List<Instant>();
        for (var at = window.From; at < window.To; at = interval.NextStart(at, window.Zone))
        {
            if (found.Count == most) return null;
            found.Add(at);
        }

        return new(window, interval, [.. found]);
    }

    public Instant EndOf(int bucket) => bucket + 1 < starts.Length ? starts[bucket + 1] : Window.To;

    /// <summary>The bucket that an instant of the window is in.</summary>
    public int Of(Instant at)
    {
        var found = Array.BinarySearch(starts, at);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>True for a bucket that is not over yet or of which the window holds only a part: its number is not to be compared with others.</summary>
    public bool IsPartial(int bucket, Instant now)
    {
        if (EndOf(bucket) > now) return true;
        if (interval is not { } length) return false;
        var (start, end) = (starts[bucket], EndOf(bucket));
        return (bucket == 0 && length.NextStart(start - Duration.FromTicks(1), Window.Zone) != start)
            || (bucket == starts.Length - 1 && length.NextStart(start, Window.Zone) != end);
    }
}
