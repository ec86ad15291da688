using NodaTime;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>
/// The open stretches of 512 days (of 24 h in UTC), with how long it was open before each: business time up to an instant is one binary search.
/// Stretches are in whole seconds, as calendars and zones are; instants are in ticks since 1970.
/// </summary>
internal sealed class OpenBlock
{
    public const int Seconds = 512 * SecondsPerDay;
    private const int SecondsPerDay = NodaConstants.SecondsPerDay;
    private const long TicksPerSecond = NodaConstants.TicksPerSecond;

    private readonly long start;
    private readonly int[] opens;

    /// <summary>Open seconds before each stretch, and at last the total: one more than stretches.</summary>
    private readonly int[] before;

    private OpenBlock(long start, int[] opens, int[] before) => (this.start, this.opens, this.before, Total) = (start, opens, before, before[^1] * TicksPerSecond);

    /// <summary>The business time in the whole block, in ticks.</summary>
    public long Total { get; }

    /// <summary>The block with this number; block 0 begins in 1970.</summary>
    public static OpenBlock Of(int index, DayPlan plan, DateTimeZone zone)
    {
        var begin = (long)index * Seconds;
        var (opens, before, last) = (new List<int>(), new List<int> { 0 }, -1);
        foreach (var (from, to) in Stretches(begin, plan, zone))
        {
            var length = (int)(to - from);
            if (from - begin == last) before[^1] += length; // goes on over midnight or a clock change
            else
            {
                opens.Add((int)(from - begin));
                before.Add(before[^1] + length);
            }

            last = (int)(to - begin);
        }

        return new(begin * TicksPerSecond, [.. opens], [.. before]);
    }

    /// <summary>Business ticks from the block's start until an instant in it.</summary>
    public long Until(long instant)
    {
        var i = StretchAt(instant);
        return i < 0 ? 0 : (before[i] * TicksPerSecond) + Math.Min(instant - OpenedAt(i), (before[i + 1] - before[i]) * TicksPerSecond);
    }

    public bool IsOpen(long instant) => StretchAt(instant) is >= 0 and var i && instant - OpenedAt(i) < (before[i + 1] - before[i]) * TicksPerSecond;

    /// <summary>The earliest instant at which so many business ticks have passed since the block's start; more than 0, at most <see cref="Total"/>.</summary>
    public long At(long business)
    {
        var i = Floor(before, (int)((business - 1) / TicksPerSecond));
        return OpenedAt(i) + business - (before[i] * TicksPerSecond);
    }

    /// <summary>In each stretch of constant offset local days follow each other without gap: clock changes need no care beyond the cut.</summary>
    private static IEnumerable<(long From, long To)> Stretches(long begin, DayPlan plan, DateTimeZone zone)
    {
        var end = Math.Min(begin + Seconds, Instant.MaxValue.ToUnixTimeSeconds() + 1);
        for (var at = Math.Max(begin, Instant.MinValue.ToUnixTimeSeconds()); at < end;)
        {
            var part = zone.GetZoneInterval(Instant.FromUnixTimeSeconds(at));
            var offset = part.WallOffset.Seconds;
            var until = part.HasEnd ? Math.Min(part.End.ToUnixTimeSeconds(), end) : end;
            for (var day = Day(at + offset); day <= Day(until + offset - 1); day++)
            {
                var midnight = (day * SecondsPerDay) - offset;
                foreach (var hours in plan.On((int)day))
                {
                    var (from, to) = (Math.Max(midnight + hours.Start, at), Math.Min(midnight + hours.End, until));
                    if (from < to) yield return (from, to);
                }
            }

            at = until;
        }
    }

    private static long Day(long seconds) => seconds >= 0 ? seconds / SecondsPerDay : ((seconds + 1) / SecondsPerDay) - 1;

    private int StretchAt(long instant) => Floor(opens, (int)((instant - start) / TicksPerSecond));

    private long OpenedAt(int stretch) => start + (opens[stretch] * TicksPerSecond);

    /// <summary>The last place with at most this value; −1 when there is none.</summary>
    private static int Floor(int[] values, int value)
    {
        var found = Array.BinarySearch(values, value);
        return found >= 0 ? found : ~found - 1;
    }
}
