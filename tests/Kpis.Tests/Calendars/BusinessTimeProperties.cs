using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Time;
using NodaTime;

namespace KpiPlatform.Kpis.Tests.Calendars;

/// <summary>Business time beside one that walks: step after step it looks at the local clock and at the calendar.</summary>
public sealed class BusinessTimeProperties
{
    private const int Minute = 60;

    [Fact]
    public void Business_time_is_what_a_walk_minute_by_minute_counts() => ForAll(1500, RandomCalendars.Cases(Minute, 5000), c =>
        new BusinessClock(c.Calendar).Elapsed(c.From, c.To) == Walk(c, Minute));

    [Fact]
    public void Business_time_is_what_a_walk_second_by_second_counts() => ForAll(500, RandomCalendars.Cases(1, 9000), c =>
        new BusinessClock(c.Calendar).Elapsed(c.From, c.To) == Walk(c, 1));

    [Fact]
    public void It_is_open_whenever_the_local_clock_says_so() => ForAll(500, RandomCalendars.Cases(Minute, 3000), c =>
        new BusinessClock(c.Calendar) is var clock && Steps(c, 7 * Minute).All(at => clock.IsOpen(at) == IsOpen(c.Calendar, at)));

    [Fact]
    public void The_parts_of_a_span_add_up_also_over_years() => ForAll(500, Spans(3), s =>
        s.Clock.Elapsed(s.At[0], s.At[2]) == s.Clock.Elapsed(s.At[0], s.At[1]) + s.Clock.Elapsed(s.At[1], s.At[2]));

    [Fact]
    public void After_gives_the_first_instant_at_which_so_much_has_elapsed() => ForAll(1000, Spans(2).SelectMany(_ => Gen.Choose(1, 1_000_000), (s, part) => (s.Clock, s.At, Part: part)), s =>
    {
        var (from, tick) = (s.At[0], Duration.FromTicks(1));
        var business = Duration.FromTicks(s.Clock.Elapsed(from, s.At[1]).BclCompatibleTicks / 1_000_000 * s.Part);
        if (business == Duration.Zero) return s.Clock.After(from, business) == from;
        var at = s.Clock.After(from, business)!.Value;
        return at <= s.At[1] && s.Clock.Elapsed(from, at) == business && s.Clock.Elapsed(from, at - tick) == business - tick;
    });

    [Fact]
    public void With_several_calendars_each_instant_counts_by_the_one_that_applies_then() => ForAll(1000, Sets, s =>
        s.Set.For("vip", "chat")?.Elapsed(s.From, s.To) == WalkAll(s.Set.Calendars, s.From, s.To));

    [Fact]
    public void With_several_calendars_After_is_the_first_instant_or_unknown_where_they_end() => ForAll(1000, Sets, s =>
    {
        if (s.Set.For("vip", "chat") is not { } time || time.Elapsed(s.From, s.To) is not { } business) return true;
        var at = time.After(s.From, business);
        return business == Duration.Zero ? at == s.From : at <= s.To && time.Elapsed(s.From, at!.Value) == business && time.Elapsed(s.From, at.Value - Duration.FromTicks(1)) < business;
    });

    private static Gen<(CalendarSet Set, Instant From, Instant To)> Sets =>
        from c in RandomCalendars.Cases(Minute, 5000)
        from others in Gen.ArrayOf(RandomCalendars.Calendars(Moments.Zone("Asia/Tokyo")!, c.From, Minute), 3)
        select (new CalendarSet([c.Calendar, .. others.Select((o, i) => o with { Id = $"{"bdz"[i]}" })]), c.From, c.To);

    /// <summary>Instants in order, up to some years apart, to the tick.</summary>
    private static Gen<(BusinessClock Clock, Instant[] At)> Spans(int count) =>
        from c in RandomCalendars.Cases(Minute, 5000)
        from days in Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(-2000, 2000)), count)
        from ticks in Gen.ArrayOf(Gen.Choose(0, 1_000_000_000), count)
        select (new BusinessClock(c.Calendar), days.Zip(ticks, (d, t) => c.From + Duration.FromDays(d) + Duration.FromTicks(t * 864L)).Order().ToArray());

    private static void ForAll<T>(int runs, Gen<T> cases, Func<T, bool> holds) => Prop.ForAll(Arb.From(cases), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(runs));

    private static Duration Walk(Case c, int seconds) => Duration.FromSeconds(Steps(c, seconds).Count(at => IsOpen(c.Calendar, at)) * (long)seconds);

    private static IEnumerable<Instant> Steps(Case c, int seconds)
    {
        for (var at = c.From; at < c.To; at += Duration.FromSeconds(seconds)) yield return at;
    }

    private static Duration? WalkAll(IReadOnlyList<Calendar> calendars, Instant from, Instant to)
    {
        var open = 0;
        for (var at = from; at < to || at == from; at += Duration.FromMinutes(1))
        {
            var applies = calendars.Where(c => !(c.ValidFrom is { } first && at < c.Zone.StartOf(first)) && !(c.ValidTo is { } end && at >= c.Zone.StartOf(end)))
                .Where(c => c.IsDefault || c.Teams.Contains("vip") || c.Channels.Contains("chat"))
                .MinBy(c => (c.Teams.Contains("vip") ? "1" : c.Channels.Contains("chat") ? "2" : "3") + c.Id, StringComparer.Ordinal);
            if (applies is null) return null;
            if (at < to && IsOpen(applies, at)) open++;
        }

        return Duration.FromMinutes(open);
    }

    private static bool IsOpen(Calendar calendar, Instant at)
    {
        var local = at.InZone(calendar.Zone);
        var hours = calendar.Holidays.FirstOrDefault(h => h.Date == local.Date)?.Hours ?? calendar.Weekly[(int)local.DayOfWeek - 1];
        return hours.Any(h => h.Start * NodaConstants.TicksPerSecond <= local.TickOfDay && local.TickOfDay < h.End * NodaConstants.TicksPerSecond);
    }
}
