using System.Collections.Concurrent;
using NodaTime;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>
/// Business time by one calendar, whenever it is valid: it passes while the local clock shows open hours. Local times that a clock change leaves out
/// don't count, those that it repeats count twice. Exact to the tick (100 ns); what is finer is cut off. Threads may share it.
/// </summary>
public sealed class BusinessClock(Calendar calendar)
{
    private const long TicksPerBlock = OpenBlock.Seconds * NodaConstants.TicksPerSecond;

    private static readonly long LastTick = Instant.MaxValue.ToUnixTimeTicks();

    private readonly DayPlan plan = new(calendar);
    private readonly ConcurrentDictionary<int, OpenBlock> blocks = new();

    /// <summary>How far <see cref="After(Instant, Duration)"/> looks: 50 years of 365.25 days.</summary>
    public static Duration Horizon { get; } = Duration.FromDays(50 * 365.25);

    internal static long HorizonTicks { get; } = Horizon.BclCompatibleTicks;

    public Calendar Calendar => calendar;

    /// <summary>The business time between two instants; zero when the second is not later.</summary>
    public Duration Elapsed(Instant from, Instant to) => Duration.FromTicks(Elapsed(from.ToUnixTimeTicks(), to.ToUnixTimeTicks()));

    /// <summary>The earliest instant at which so much business time has passed, <paramref name="from"/> when that is none; null beyond the <see cref="Horizon"/>.</summary>
    public Instant? After(Instant from, Duration business)
    {
        if (business <= Duration.Zero) return from;
        var start = from.ToUnixTimeTicks();
        return After(start, TicksOf(business), start + HorizonTicks) is { } at ? Instant.FromUnixTimeTicks(at) : null;
    }

    public bool IsOpen(Instant at)
    {
        var ticks = at.ToUnixTimeTicks();
        return Block(IndexOf(ticks)).IsOpen(ticks);
    }

    /// <summary>Ticks that are enough for a duration; 0 for a negative one, and for one beyond the horizon more than that.</summary>
    internal static long TicksOf(Duration business)
    {
        if (business <= Duration.Zero || business > Horizon) return business <= Duration.Zero ? 0 : HorizonTicks + 1;
        var ticks = business.BclCompatibleTicks;
        return Duration.FromTicks(ticks) < business ? ticks + 1 : ticks;
    }

    internal long Elapsed(long from, long to)
    {
        if (to <= from) return 0;
        var (first, last) = (IndexOf(from), IndexOf(to));
        var ticks = Block(last).Until(to) - Block(first).Until(from);
        for (var i = first; i < last; i++) ticks += Block(i).Total;
        return ticks;
    }

    /// <param name="business">More than 0.</param>
    /// <param name="latest">What is reached after this is not reached.</param>
    internal long? After(long from, long business, long latest)
    {
        if (business > HorizonTicks) return null;
        latest = Math.Min(latest, LastTick);
        var index = IndexOf(from);
        business += Block(index).Until(from);
        for (var last = IndexOf(latest); index <= last; index++)
        {
            var block = Block(index);
            if (business <= block.Total) return block.At(business) is var at && at <= latest ? at : null;
            business -= block.Total;
        }

        return null;
    }

    private static int IndexOf(long ticks) => (int)(ticks >= 0 ? ticks / TicksPerBlock : ((ticks + 1) / TicksPerBlock) - 1);

    /// <summary>Two threads may make a block at once; both make the same.</summary>
    private OpenBlock Block(int index) =>
        blocks.TryGetValue(index, out var known) ? known : blocks.GetOrAdd(index, OpenBlock.Of(index, plan, calendar.Zone));
}
