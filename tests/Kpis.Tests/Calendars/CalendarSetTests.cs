using KpiPlatform.Kpis.Calendars;
using NodaTime;
using static KpiPlatform.Kpis.Tests.Calendars.Samples;

namespace KpiPlatform.Kpis.Tests.Calendars;

public sealed class CalendarSetTests
{
    /// <summary>Monday, 1 June 2026, and the day after: one has 8 hours a day, one 2, one 1.</summary>
    private static readonly Instant From = At("2026-06-01");
    private static readonly Instant To = At("2026-06-03");

    private static readonly string Two = Office.Replace("17:00", "11:00", StringComparison.Ordinal);
    private static readonly string One = Office.Replace("17:00", "10:00", StringComparison.Ordinal);

    [Fact]
    public void A_calendar_of_the_team_goes_before_one_of_the_channel_and_that_before_the_default()
    {
        var set = new CalendarSet([
            Calendar("all", "UTC", Office, "\"default\":true"),
            Calendar("chat", "UTC", Two, "\"channels\":[\"chat\"]"),
            Calendar("vip", "UTC", One, "\"teams\":[\"vip\"]")]);
        Assert.Equal(2, Hours(set, "vip", "chat"));
        Assert.Equal(4, Hours(set, "first", "chat"));
        Assert.Equal(16, Hours(set, "first", "email"));
        Assert.Equal(16, Hours(set, team: null, channel: null));
    }

    [Fact]
    public void Without_a_calendar_that_applies_there_is_no_business_time()
    {
        Assert.Null(CalendarSet.None.For("vip", "chat"));
        var set = new CalendarSet([Calendar("vip", "UTC", One, "\"teams\":[\"vip\"]")]);
        Assert.Null(set.For("first", "chat"));
        Assert.Null(set.For(null, null));
        Assert.NotNull(set.For("vip", null));
    }

    [Fact]
    public void A_wait_over_a_change_of_calendars_is_counted_by_both()
    {
        var set = new CalendarSet([
            Calendar("old", "UTC", Office, "\"default\":true,\"valid_to\":\"2026-06-02\""),
            Calendar("new", "UTC", Two, "\"default\":true,\"valid_from\":\"2026-06-02\"")]);
        Assert.Equal(10, Hours(set, null, null));
        Assert.Equal(At("2026-06-02T10:30:00Z"), set.For(null, null)!.After(From, Duration.FromHours(9.5)));
        Assert.Equal(At("2026-06-01T17:00:00Z"), set.For(null, null)!.After(From, Duration.FromHours(8)));
    }

    [Fact]
    public void Validity_is_in_local_dates_of_the_calendar()
    {
        var set = new CalendarSet([Calendar("tokyo", "Asia/Tokyo", Always, "\"default\":true,\"valid_from\":\"2026-06-01\",\"valid_to\":\"2026-06-02\"")]);
        var time = set.For(null, null)!;
        Assert.Equal(Duration.FromHours(24), time.Elapsed(At("2026-06-01T00:00:00+09:00"), At("2026-06-02T00:00:00+09:00")));
        Assert.Null(time.Elapsed(At("2026-05-31T23:59:59+09:00"), At("2026-06-01T12:00:00+09:00")));
        Assert.Null(time.Elapsed(At("2026-06-01T12:00:00+09:00"), At("2026-06-02T00:00:01+09:00")));
    }

    /// <summary>There the clock went from 00:01 on Sunday back to 23:01 on Saturday.</summary>
    [Fact]
    public void A_calendar_that_became_valid_stays_so_when_the_clock_goes_back_into_the_day_before()
    {
        var set = new CalendarSet([Calendar("c", "America/St_Johns", Always, "\"default\":true,\"valid_from\":\"2010-11-07\"")]);
        Assert.Equal(Duration.FromHours(25), set.For(null, null)!.Elapsed(At("2010-11-07T00:00:00-02:30"), At("2010-11-08T00:00:00-03:30")));
        Assert.Null(set.For(null, null)!.Elapsed(At("2010-11-06T23:59:59-02:30"), At("2010-11-08T00:00:00-03:30")));
    }

    [Fact]
    public void While_the_calendar_of_the_team_is_not_valid_that_of_the_channel_is_and_then_the_default()
    {
        var set = new CalendarSet([
            Calendar("all", "UTC", Office, "\"default\":true"),
            Calendar("chat", "UTC", Two, "\"channels\":[\"chat\"],\"valid_to\":\"2026-06-03\""),
            Calendar("vip", "UTC", One, "\"teams\":[\"vip\"],\"valid_to\":\"2026-06-02\"")]);
        Assert.Equal(Duration.FromHours(1 + 2 + 8), set.For("vip", "chat")!.Elapsed(From, To + Duration.FromDays(1)));
    }

    [Fact]
    public void Of_two_that_are_valid_at_once_the_one_with_the_smaller_id_applies()
    {
        var set = new CalendarSet([Calendar("b", "UTC", One, "\"default\":true"), Calendar("a", "UTC", Two, "\"default\":true,\"valid_to\":\"2026-06-02\"")]);
        Assert.Equal(3, Hours(set, null, null));
    }

    [Fact]
    public void A_gap_makes_a_wait_unknown_and_so_does_the_open_end()
    {
        var set = new CalendarSet([
            Calendar("old", "UTC", Office, "\"default\":true,\"valid_from\":\"2026-05-01\",\"valid_to\":\"2026-06-02\""),
            Calendar("new", "UTC", Office, "\"default\":true,\"valid_from\":\"2026-06-03\"")]);
        var time = set.For(null, null)!;
        Assert.Null(time.Elapsed(From, To));
        Assert.Null(time.After(From, Duration.FromHours(9)));
        Assert.Equal(At("2026-06-01T17:00:00Z"), time.After(From, Duration.FromHours(8)));
        Assert.Null(time.Elapsed(At("2026-04-30"), At("2026-05-05")));
        Assert.Null(time.After(At("2026-04-30"), Duration.FromHours(1)));
        Assert.Equal(Duration.FromHours(8), time.Elapsed(To, To + Duration.FromDays(1)));
    }

    [Fact]
    public void A_wait_of_no_length_is_zero_where_a_calendar_is_valid_and_unknown_where_none_is()
    {
        var time = new CalendarSet([Calendar("new", "UTC", Office, "\"default\":true,\"valid_from\":\"2026-06-03\"")]).For(null, null)!;
        Assert.Equal(Duration.Zero, time.Elapsed(To, To));
        Assert.Equal(Duration.Zero, time.Elapsed(To + Duration.FromDays(1), To));
        Assert.Null(time.Elapsed(From, From));
        Assert.Equal((To, null), (time.After(To, Duration.Zero), time.After(From, Duration.Zero)));
    }

    [Fact]
    public void Events_ask_in_their_own_kind_of_time_and_get_whole_milliseconds()
    {
        var time = new CalendarSet([Calendar("c", "Europe/Berlin", Office, "\"default\":true")]).For(null, null)!;
        var friday = new DateTimeOffset(2026, 9, 11, 16, 30, 0, TimeSpan.FromHours(2));
        Assert.Equal(3_600_000, time.Milliseconds(friday, friday.AddDays(3).AddHours(-7)));
        Assert.Equal(0, time.Milliseconds(friday, friday.AddTicks(9_999)));
        Assert.Equal(friday.AddDays(3).AddHours(-7), time.After(friday, TimeSpan.FromHours(1)));
        Assert.Null(time.After(friday, TimeSpan.MaxValue));
        Assert.Null(time.After(DateTimeOffset.MaxValue, TimeSpan.FromDays(1)));
    }

    [Fact]
    public void The_same_team_and_channel_get_the_same_and_unknown_names_count_as_none()
    {
        var set = new CalendarSet([Calendar("all", "UTC", Office, "\"default\":true"), Calendar("vip", "UTC", One, "\"teams\":[\"vip\"]")]);
        Assert.Same(set.For("vip", "chat"), set.For("vip", "email"));
        Assert.Same(set.For("x", "chat"), set.For(null, null));
        Assert.NotSame(set.For("vip", null), set.For(null, null));
    }

    private static double? Hours(CalendarSet set, string? team, string? channel) => set.For(team, channel)!.Elapsed(From, To)?.TotalHours;
}
