using KpiPlatform.Kpis.Time;
using NodaTime;

namespace KpiPlatform.Kpis.Tests.Time;

public sealed class WindowTests
{
    private static readonly DateTimeZone Helsinki = Moments.Zone("Europe/Helsinki")!;

    /// <summary>Sunday, 22 November 2026, 00:41:06.2 in Helsinki; still Saturday in UTC.</summary>
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 21, 22, 41, 6).PlusNanoseconds(200_000_000);

    [Theory]
    [InlineData("5m", "2026-11-22T00:37:00+02:00", "2026-11-22T00:42:00+02:00")]
    [InlineData("1h", "2026-11-21T23:42:00+02:00", "2026-11-22T00:42:00+02:00")]
    [InlineData("24h", "2026-11-21T00:42:00+02:00", "2026-11-22T00:42:00+02:00")]
    [InlineData("today", "2026-11-22T00:00:00+02:00", "2026-11-23T00:00:00+02:00")]
    [InlineData("yesterday", "2026-11-21T00:00:00+02:00", "2026-11-22T00:00:00+02:00")]
    [InlineData("7d", "2026-11-16T00:00:00+02:00", "2026-11-23T00:00:00+02:00")]
    [InlineData("28d", "2026-10-26T00:00:00+02:00", "2026-11-23T00:00:00+02:00")]
    [InlineData("30d", "2026-10-24T00:00:00+03:00", "2026-11-23T00:00:00+02:00")]
    [InlineData("2w", "2026-11-09T00:00:00+02:00", "2026-11-23T00:00:00+02:00")]
    [InlineData("wtd", "2026-11-16T00:00:00+02:00", "2026-11-23T00:00:00+02:00")]
    [InlineData("mtd", "2026-11-01T00:00:00+02:00", "2026-11-23T00:00:00+02:00")]
    [InlineData("qtd", "2026-10-01T00:00:00+03:00", "2026-11-23T00:00:00+02:00")]
    [InlineData("ytd", "2026-01-01T00:00:00+02:00", "2026-11-23T00:00:00+02:00")]
    public void A_named_window_is_of_the_zones_calendar_or_ends_with_the_running_minute(string name, string from, string to)
    {
        var window = Window.Named(name, Now, Helsinki)!;
        Assert.Equal((from, to), (Helsinki.Format(window.From), Helsinki.Format(window.To)));
    }

    [Theory]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("d")]
    [InlineData("7")]
    [InlineData("7 d")]
    [InlineData("999999999999d")]
    [InlineData("40000d")]
    [InlineData("7y")]
    [InlineData("")]
    public void What_is_no_window_is_none(string name) => Assert.Null(Window.Named(name, Now, Helsinki));

    [Fact]
    public void A_rolling_window_holds_what_happened_a_second_ago_also_on_the_full_minute()
    {
        var minute = Instant.FromUtc(2026, 11, 21, 22, 41);
        Assert.True(Window.Named("5m", minute, Helsinki)!.To > minute);
    }

    [Theory]
    [InlineData("2026-09-01", "2026-09-01T00:00:00+03:00")]
    [InlineData("2026-09-01T10:00:00Z", "2026-09-01T13:00:00+03:00")]
    [InlineData("2026-09-01T10:00:00+02:00", "2026-09-01T11:00:00+03:00")]
    [InlineData("2026-09-01T10:00:00 02:00", "2026-09-01T11:00:00+03:00")]
    [InlineData("2026-09-01T10:00:00.0000001Z", "2026-09-01T13:00:00.000001+03:00")]
    public void A_date_is_the_zones_and_a_time_says_its_own_offset(string text, string expected) =>
        Assert.Equal(expected, Helsinki.Format(Moments.Parse(text, Helsinki)!.Value));

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("2026-09-01T10:00:00")]
    [InlineData("yesterday")]
    [InlineData("1788220800")]
    public void What_is_no_date_and_no_time_is_refused(string text) => Assert.Null(Moments.Parse(text, Helsinki));

    [Fact]
    public void A_day_begins_when_a_clock_change_lets_it()
    {
        var cairo = Moments.Zone("Africa/Cairo")!;
        Assert.Equal("2024-04-26T01:00:00+03:00", cairo.Format(cairo.StartOf(new LocalDate(2024, 4, 26))));
        var apia = Moments.Zone("Pacific/Apia")!;
        Assert.Equal(apia.StartOf(new LocalDate(2011, 12, 31)), apia.StartOf(new LocalDate(2011, 12, 30)));
    }
}
