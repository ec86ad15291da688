using NodaTime;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>The calendar that applies from an instant up to, and without, another, in ticks since 1970.</summary>
internal readonly record struct Validity(long From, long To, BusinessClock Clock);

/// <summary>Business time for a team and channel: the calendars that apply one after the other. What none covers is unknown: null, not zero. Threads may share it.</summary>
public sealed class BusinessTime
{
    private readonly Validity[] validities;

    /// <param name="validities">Ascending, without overlap.</param>
    internal BusinessTime(Validity[] validities) => this.validities = validities;

    /// <summary>The business time between two instants, zero when the second is not later; null when no calendar covers the first or any part between.</summary>
    public Duration? Elapsed(Instant from, Instant to) => Ticks(from.ToUnixTimeTicks(), to.ToUnixTimeTicks()) is { } ticks ? Duration.FromTicks(ticks) : null;

    /// <summary>The same in whole milliseconds; a part of one is cut off.</summary>
    public long? Milliseconds(DateTimeOffset from, DateTimeOffset to) => Ticks(TicksOf(from), TicksOf(to)) / TimeSpan.TicksPerMillisecond;

    /// <summary>
    /// The earliest instant at which so much business time has passed, <paramref name="from"/> when that is none; null when no calendar covers all
    /// until then, or beyond <see cref="BusinessClock.Horizon"/>.
    /// </summary>
    public Instant? After(Instant from, Duration business)
    {
        if (TicksAfter(from.ToUnixTimeTicks(), BusinessClock.TicksOf(business)) is not { } at) return null;
        return business <= Duration.Zero ? from : Instant.FromUnixTimeTicks(at);
    }

    /// <summary>The same; the answer has offset zero.</summary>
    public DateTimeOffset? After(DateTimeOffset from, TimeSpan business) =>
        TicksAfter(TicksOf(from), business.Ticks) is { } at ? DateTimeOffset.UnixEpoch.AddTicks(at) : null;

    private static long TicksOf(DateTimeOffset at) => at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    private long? Ticks(long from, long to)
    {
        var (sum, at) = (0L, from);
        foreach (var valid in validities)
        {
            if (valid.To <= at) continue;
            if (valid.From > at) return null;
            if (to <= valid.To) return sum + valid.Clock.Elapsed(at, to);
            sum += valid.Clock.Elapsed(at, valid.To);
            at = valid.To;
        }

        return null;
    }

    private long? TicksAfter(long from, long business)
    {
        var (at, latest) = (from, from + BusinessClock.HorizonTicks);
        foreach (var valid in validities)
        {
            if (valid.To <= at) continue;
            if (valid.From > at || at > latest) return null;
            if (business <= 0) return from;
            if (valid.Clock.After(at, business, Math.Min(latest, valid.To)) is { } reached) return reached;
            if (valid.To >= latest) return null;
            business -= valid.Clock.Elapsed(at, valid.To);
            at = valid.To;
        }

        return null;
    }
}
