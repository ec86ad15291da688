using NodaTime;
using static KpiPlatform.Kpis.Tests.Calendars.Samples;

namespace KpiPlatform.Kpis.Tests.Calendars;

public sealed class BusinessClockTests
{
    [Fact]
    public void From_Friday_half_past_four_to_Monday_half_past_nine_is_one_hour() =>
        Assert.Equal(1, Clock("Europe/Berlin", Office).Hours("2026-09-11T16:30:00+02:00", "2026-09-14T09:30:00+02:00"));

    [Fact]
    public void A_lunch_break_does_not_count() =>
        Assert.Equal(2, Clock("Europe/Berlin", """{"mon":[["09:00","12:00"],["13:00","17:00"]]}""").Hours("2026-09-14T11:00:00+02:00", "2026-09-14T14:00:00+02:00"));

    [Fact]
    public void A_holiday_is_closed_and_a_half_one_has_its_own_hours()
    {
        var clock = Clock("Europe/Berlin", Office, """["2026-12-25",{"date":"2026-12-24","name":"Christmas Eve","hours":[["09:00","12:00"]]}]""");
        Assert.Equal(3, clock.HoursOn(2026, 12, 24));
        Assert.Equal(0, clock.HoursOn(2026, 12, 25));
        Assert.Equal(8, clock.HoursOn(2026, 12, 23));
        Assert.Equal(4, clock.Hours("2026-12-24T11:00:00+01:00", "2026-12-28T12:00:00+01:00"));
    }

    [Fact]
    public void A_holiday_may_open_a_day_that_is_closed_every_week() =>
        Assert.Equal(4, Clock("Europe/Berlin", Office, """[{"date":"2026-11-29","hours":[["13:00","17:00"]]}]""").HoursOn(2026, 11, 29));

    [Fact]
    public void Open_over_midnight_goes_on_over_midnight()
    {
        var clock = Clock("Europe/Berlin", """{"mon":[["22:00","24:00"]],"tue":[["00:00","06:00"]]}""");
        Assert.Equal(8, clock.Hours("2026-09-14T12:00:00+02:00", "2026-09-15T12:00:00+02:00"));
        Assert.True(clock.IsOpen(At("2026-09-14T23:59:59.999+02:00")) && clock.IsOpen(At("2026-09-15T00:00:00+02:00")));
    }

    [Fact]
    public void It_is_open_from_the_start_up_to_and_without_the_end()
    {
        var clock = Clock("Europe/Berlin", Office);
        var (opens, closes, tick) = (At("2026-09-14T09:00:00+02:00"), At("2026-09-14T17:00:00+02:00"), Duration.FromTicks(1));
        Assert.Equal([false, true, true, false], new[] { opens - tick, opens, closes - tick, closes }.Select(clock.IsOpen));
    }

    [Fact]
    public void Milliseconds_and_ticks_count() =>
        Assert.Equal(Duration.FromTicks(10_001), Clock("Europe/Berlin", Office).Elapsed(At("2026-09-14T16:59:59+02:00") + Duration.FromTicks(9_989_999), At("2026-09-15T00:00:00+02:00")));

    [Fact]
    public void No_time_passes_backwards() => Assert.Equal(0, Clock("UTC", Always).Hours("2026-09-14T10:00:00Z", "2026-09-14T09:00:00Z"));

    [Fact]
    public void Work_that_ends_with_the_day_ends_on_that_day_and_not_when_the_next_begins()
    {
        var clock = Clock("Europe/Berlin", Office);
        var from = At("2026-09-11T16:30:00+02:00");
        Assert.Equal(At("2026-09-11T17:00:00+02:00"), clock.After(from, Duration.FromMinutes(30)));
        Assert.Equal(At("2026-09-14T09:00:00.001+02:00"), clock.After(from, Duration.FromMilliseconds(30 * 60_000 + 1)));
        Assert.Equal(At("2026-09-14T17:00:00+02:00"), clock.After(At("2026-09-12T03:00:00+02:00"), Duration.FromHours(8)));
    }

    [Fact]
    public void After_no_business_time_it_is_still_the_same_instant() =>
        Assert.Equal(At("2026-09-12T03:00:00Z"), Clock("Europe/Berlin", Office).After(At("2026-09-12T03:00:00Z"), Duration.Zero));

    [Fact]
    public void What_takes_longer_than_fifty_years_has_no_end()
    {
        var (from, years) = (At("2026-01-01T00:00:00Z"), Duration.FromDays(50 * 365.25));
        Assert.Equal(from + years, Clock("UTC", Always).After(from, years));
        Assert.Null(Clock("UTC", Always).After(from, years + Duration.FromTicks(1)));
        Assert.Null(Clock("UTC", Office).After(from, Duration.FromDays(12 * 365)));
        Assert.Null(Clock("UTC", Office).After(from, Duration.MaxValue));
    }

    [Fact]
    public void The_beginning_and_the_end_of_the_calendar_of_years_are_no_trap()
    {
        var clock = Clock("Pacific/Kiritimati", Always);
        Assert.Equal(Instant.FromUtc(9999, 12, 31, 23, 0) - Instant.FromUtc(1, 1, 1, 0, 0), clock.Elapsed(Instant.FromUtc(1, 1, 1, 0, 0), Instant.FromUtc(9999, 12, 31, 23, 0)));
        Assert.Null(clock.After(Instant.FromUtc(9999, 12, 31, 23, 0), Duration.FromDays(2)));
        Assert.True(clock.IsOpen(Instant.FromUnixTimeSeconds(-512 * 86_400)));
        Assert.True(clock.IsOpen(Instant.MinValue) && clock.IsOpen(Instant.MaxValue));
    }

    [Theory]
    [InlineData("1968-08-05T00:00:00Z", "1968-08-12T00:00:00Z")]
    [InlineData("1969-12-29T00:00:00Z", "1970-01-05T00:00:00Z")]
    [InlineData("1971-05-24T00:00:00Z", "1971-05-31T00:00:00Z")]
    public void A_week_from_Monday_has_its_forty_hours_by_Friday_evening_also_where_the_cache_and_1970_begin(string monday, string next)
    {
        var clock = Clock("UTC", Office);
        Assert.Equal(40, clock.Hours(monday, next));
        Assert.Equal(At(next) - Duration.FromHours(55), clock.After(At(monday), Duration.FromHours(40)));
        Assert.False(clock.IsOpen(At(monday) - Duration.FromHours(12)));
    }

    [Fact]
    public void Threads_that_ask_at_once_get_the_same_answers()
    {
        var (shared, from) = (Clock("Europe/Berlin", Office), At("1990-01-01T00:00:00Z"));
        var asked = Enumerable.Range(0, 2000).Select(i => (From: from + Duration.FromDays(i % 37 * 300), To: from + Duration.FromDays(i * 7)));
        var expected = asked.Select(a => Clock("Europe/Berlin", Office).Elapsed(a.From, a.To));
        Assert.Equal(expected, asked.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(a => shared.Elapsed(a.From, a.To)));
    }
}
