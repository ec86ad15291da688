using NodaTime;
using static KpiPlatform.Kpis.Tests.Calendars.Samples;

namespace KpiPlatform.Kpis.Tests.Calendars;

public sealed class ClockChangeTests
{
    [Theory]
    [InlineData("Europe/Helsinki", 2026, 3, 29, 23)]
    [InlineData("Europe/Helsinki", 2026, 10, 25, 25)]
    [InlineData("America/New_York", 2026, 3, 8, 23)]
    [InlineData("America/New_York", 2026, 11, 1, 25)]
    [InlineData("Australia/Lord_Howe", 2026, 10, 4, 23.5)]
    [InlineData("Australia/Lord_Howe", 2026, 4, 5, 24.5)]
    [InlineData("America/Asuncion", 2024, 10, 6, 23)]
    [InlineData("America/Asuncion", 2024, 3, 23, 25)]
    [InlineData("Africa/Cairo", 2026, 4, 24, 23)]
    [InlineData("Africa/Cairo", 2026, 10, 29, 25)]
    [InlineData("Pacific/Apia", 2011, 12, 30, 0)]
    [InlineData("Pacific/Apia", 2011, 12, 31, 24)]
    public void A_day_counts_the_hours_it_has(string zone, int year, int month, int day, double hours) =>
        Assert.Equal(hours, Clock(zone, Always).HoursOn(year, month, day));

    [Theory]
    [InlineData("Europe/Berlin", "02:00", "04:00", 2026, 3, 29, 1)]
    [InlineData("Europe/Berlin", "02:00", "03:00", 2026, 3, 29, 0)]
    [InlineData("Europe/Berlin", "02:30", "03:30", 2026, 3, 29, 0.5)]
    [InlineData("Australia/Lord_Howe", "02:00", "03:00", 2026, 10, 4, 0.5)]
    [InlineData("Africa/Cairo", "00:00", "02:00", 2026, 4, 24, 1)]
    public void Local_time_that_the_clock_leaves_out_does_not_count(string zone, string start, string end, int year, int month, int day, double hours) =>
        Assert.Equal(hours, EveryDay(zone, start, end).HoursOn(year, month, day));

    [Theory]
    [InlineData("Europe/Berlin", "01:00", "04:00", 2026, 10, 25, 4)]
    [InlineData("Europe/Berlin", "02:00", "03:00", 2026, 10, 25, 2)]
    [InlineData("Europe/Berlin", "02:30", "03:30", 2026, 10, 25, 1.5)]
    [InlineData("Australia/Lord_Howe", "01:00", "02:00", 2026, 4, 5, 1.5)]
    [InlineData("Africa/Cairo", "22:00", "24:00", 2026, 10, 29, 3)]
    public void Local_time_that_the_clock_shows_twice_counts_twice(string zone, string start, string end, int year, int month, int day, double hours) =>
        Assert.Equal(hours, EveryDay(zone, start, end).HoursOn(year, month, day));

    /// <summary>There the clock went back at 00:01, into the day before: the first minute of Sunday and the last hour of Saturday come in turns.</summary>
    [Fact]
    public void A_day_that_is_interrupted_by_the_one_before_counts_its_parts()
    {
        var saturday = Clock("America/St_Johns", """{"sat":[["00:00","24:00"]]}""");
        var sunday = Clock("America/St_Johns", """{"sun":[["00:00","24:00"]]}""");
        var (from, to) = (At("2010-11-05T12:00:00Z"), At("2010-11-09T12:00:00Z"));
        Assert.Equal(Duration.FromMinutes(24 * 60 + 59), saturday.Elapsed(from, to));
        Assert.Equal(Duration.FromMinutes(24 * 60 + 1), sunday.Elapsed(from, to));
    }

    [Fact]
    public void An_hour_that_comes_twice_is_open_twice_and_After_waits_for_both()
    {
        var clock = EveryDay("Europe/Berlin", "02:00", "03:00");
        Assert.True(clock.IsOpen(At("2026-10-25T02:30:00+02:00")) && clock.IsOpen(At("2026-10-25T02:30:00+01:00")));
        Assert.Equal(At("2026-10-25T02:30:00+01:00"), clock.After(At("2026-10-25T00:00:00+02:00"), Duration.FromMinutes(90)));
    }

    private static Kpis.Calendars.BusinessClock EveryDay(string zone, string start, string end) =>
        Clock(zone, Always.Replace("\"00:00\"", $"\"{start}\"", StringComparison.Ordinal).Replace("\"24:00\"", $"\"{end}\"", StringComparison.Ordinal));
}
