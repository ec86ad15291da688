using KpiPlatform.Kpis.Time;
using NodaTime;

namespace KpiPlatform.Kpis.Tests.Time;

public sealed class ComparisonTests
{
    private static readonly DateTimeZone Helsinki = DateTimeZoneProviders.Tzdb["Europe/Helsinki"];

    [Theory]
    [InlineData("7d", null, "2026-11-09", "2026-11-16")]
    [InlineData("today", null, "2026-11-15", "2026-11-16")]
    [InlineData("today", "date", "2026-11-21", "2026-11-22")]
    [InlineData("28d", null, "2026-09-28", "2026-10-26")]
    [InlineData("mtd", null, "2026-10-04", "2026-10-26")]
    [InlineData("mtd", "date", "2026-10-01", "2026-10-23")]
    [InlineData("qtd", "date", "2026-07-01", "2026-08-23")]
    [InlineData("ytd", "date", "2025-01-01", "2025-11-23")]
    [InlineData("wtd", "date", "2026-11-09", "2026-11-16")]
    [InlineData("10d", "date", "2026-11-03", "2026-11-13")]
    public void Before_a_window_of_days_are_the_same_weekdays_or_dates(string window, string? align, string from, string to) =>
        Is(from, to, Comparison.PreviousPeriod(Named(window), Parse(align), window).Window);

    [Theory]
    [InlineData("2026-03-01", "2026-03-30", "2026-02-01", "2026-03-01")]
    [InlineData("2026-03-01", "2026-04-01", "2026-02-01", "2026-03-01")]
    [InlineData("2028-03-01", "2028-04-01", "2028-02-01", "2028-03-01")]
    [InlineData("2026-10-01", "2026-11-01", "2026-09-01", "2026-10-01")]
    [InlineData("2026-07-01", "2026-10-01", "2026-04-01", "2026-07-01")]
    [InlineData("2026-10-05", "2026-10-15", "2026-09-25", "2026-10-05")]
    public void By_date_a_month_meets_the_month_before(string from, string to, string previousFrom, string previousTo) =>
        Is(previousFrom, previousTo, Comparison.PreviousPeriod(Between(from, to), Alignment.Date, null).Window);

    [Theory]
    [InlineData("2028-02-29", "2028-03-01", "date", "2027-02-28", "2027-03-01")]
    [InlineData("2029-02-01", "2029-03-01", "date", "2028-02-01", "2028-03-01")]
    [InlineData("2026-11-16", "2026-11-23", null, "2025-11-17", "2025-11-24")]
    [InlineData("2026-11-16", "2026-11-23", "date", "2025-11-16", "2025-11-23")]
    public void A_year_before_is_52_weeks_or_the_same_dates(string from, string to, string? align, string previousFrom, string previousTo) =>
        Is(previousFrom, previousTo, Comparison.PreviousYear(Between(from, to), Parse(align), null).Window);

    [Fact]
    public void A_day_of_25_hours_meets_days_of_24()
    {
        var window = Between("2026-10-25", "2026-10-26");
        Assert.Equal(25, (window.To - window.From).TotalHours);
        var weekBefore = Comparison.PreviousPeriod(window, null, null).Window;
        Assert.Equal(24, (weekBefore.To - weekBefore.From).TotalHours);
        Is("2026-10-18", "2026-10-19", weekBefore);
    }

    [Fact]
    public void Hours_meet_as_many_hours_right_before_or_the_same_of_the_clock_a_week_before()
    {
        var now = Instant.FromUtc(2026, 10, 25, 12, 0, 30);
        var window = Window.Named("24h", now, Helsinki)!;
        Assert.Equal(window.From, Comparison.PreviousPeriod(window, null, "24h").Window.To);
        Assert.Null(Comparison.PreviousPeriod(window, null, "24h").Alignment);
        // The clocks went back within the window: a week before, 24 hours lie between the same times of the clock less one.
        var week = Comparison.PreviousPeriod(window, Alignment.Weekday, "24h").Window;
        Assert.Equal(("2026-10-17T15:01:00+03:00", "2026-10-18T14:01:00+03:00"), (Helsinki.Format(week.From), Helsinki.Format(week.To)));
        var midnight = Window.Named("24h", Instant.FromUtc(2026, 11, 22, 21, 59, 30), Helsinki)!;
        Assert.Null(Comparison.PreviousPeriod(midnight, null, "24h").Alignment);
    }

    [Theory]
    [InlineData("today", null, "2026-11-15T11:31:00+02:00")]
    [InlineData("7d", null, "2026-11-15T11:31:00+02:00")]
    [InlineData("mtd", null, "2026-10-25T11:31:00+02:00")]
    [InlineData("mtd", "date", "2026-10-22T11:31:00+03:00")]
    [InlineData("24h", null, "2026-11-21T11:31:00+02:00")]
    [InlineData("yesterday", null, "2026-11-15T00:00:00+02:00")]
    public void What_is_not_over_meets_as_much_as_has_gone_by(string window, string? align, string end)
    {
        var now = Instant.FromUtc(2026, 11, 22, 9, 30, 15);
        var asked = Window.Named(window, now, Helsinki)!;
        Assert.Equal(end, Helsinki.Format(Comparison.PreviousPeriod(asked, Parse(align), window).SoFar(asked, now).Window.To));
    }

    [Fact]
    public void On_a_day_that_the_month_before_did_not_have_it_is_met_whole()
    {
        var now = Instant.FromUtc(2026, 3, 31, 9, 0);
        var asked = Window.Named("mtd", now, Helsinki)!;
        Is("2026-02-01", "2026-03-01", Comparison.PreviousPeriod(asked, Alignment.Date, "mtd").SoFar(asked, now).Window);
    }

    [Fact]
    public void Any_other_window_is_cut_at_the_same_time_of_its_days()
    {
        var now = Instant.FromUtc(2026, 11, 22, 9, 30, 15);
        var asked = Window.Named("7d", now, Helsinki)!;
        var other = Comparison.With(asked, Between("2026-10-19", "2026-10-26")).SoFar(asked, now).Window;
        Assert.Equal(("2026-10-19T00:00:00+03:00", "2026-10-25T11:31:00+02:00"), (Helsinki.Format(other.From), Helsinki.Format(other.To)));
    }

    private static void Is(string from, string to, Window window) =>
        Assert.Equal((from + "T00:00:00", to + "T00:00:00"), (Helsinki.Format(window.From)[..19], Helsinki.Format(window.To)[..19]));

    private static Window Named(string name) => Window.Named(name, Instant.FromUtc(2026, 11, 22, 9, 30, 15), Helsinki)!;

    private static Window Between(string from, string to) => new(Moments.Parse(from, Helsinki)!.Value, Moments.Parse(to, Helsinki)!.Value, Helsinki);

    private static Alignment? Parse(string? align) => align is null ? null : Enum.Parse<Alignment>(align, ignoreCase: true);
}
