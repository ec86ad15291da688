using KpiPlatform.Kpis.Time;
using NodaTime;
using Interval = KpiPlatform.Kpis.Time.Interval;

namespace KpiPlatform.Kpis.Tests.Time;

public sealed class BucketsTests
{
    private static readonly string[] Zones = ["UTC", "Europe/Helsinki", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo"];

    [Fact]
    public void The_day_of_the_autumn_clock_change_has_25_hours_and_that_of_spring_23()
    {
        Assert.Equal([24d, 25d, 24d], Hours("2026-10-24", "2026-10-27"));
        Assert.Equal([24d, 23d, 24d], Hours("2026-03-28", "2026-03-31"));
    }

    [Fact]
    public void The_hour_that_comes_twice_is_two_buckets() => Assert.Equal(
        ["2026-10-25T02:00:00+03:00", "2026-10-25T03:00:00+03:00", "2026-10-25T03:00:00+02:00", "2026-10-25T04:00:00+02:00"],
        Starts(Buckets.Of(Between("2026-10-25T02:00:00+03:00", "2026-10-25T05:00:00+02:00", "Europe/Helsinki"), Interval.Hour, 100)!));

    [Fact]
    public void Weeks_begin_on_Monday_and_quarters_with_their_first_month()
    {
        var year = Between("2026-01-01", "2027-01-01", "Europe/Berlin");
        Assert.Equal(["2026-01-01T00:00:00+01:00", "2026-01-05T00:00:00+01:00"], Starts(Buckets.Of(year, Interval.Week, 100)!).Take(2));
        Assert.Equal(["2026-01-01T00:00:00+01:00", "2026-04-01T00:00:00+02:00", "2026-07-01T00:00:00+02:00", "2026-10-01T00:00:00+02:00"], Starts(Buckets.Of(year, Interval.Quarter, 100)!));
        Assert.Equal(12, Buckets.Of(year, Interval.Month, 100)!.Count);
    }

    [Fact]
    public void Hours_of_a_zone_beside_the_full_hour_are_its_own() =>
        Assert.Equal("2026-10-25T01:00:00+05:45", Starts(Buckets.Of(Between("2026-10-25", "2026-10-26", "Asia/Kathmandu"), Interval.Hour, 100)!)[1]);

    [Fact]
    public void Buckets_are_the_window_cut_without_gap_whatever_the_zone()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var zone = Moments.Zone(Zones[random.Next(Zones.Length)])!;
            var from = Instant.FromUtc(2011, 1, 1, 0, 0) + Duration.FromMinutes(random.Next(0, 8_000_000));
            var window = new Window(from, from + Duration.FromSeconds(random.Next(1, 3_000_000)), zone);
            var interval = (Interval)random.Next(1, 6);
            var buckets = Buckets.Of(window, interval, 10_000)!;
            Assert.Equal(window.From, buckets.Starts[0]);
            for (var i = 0; i < buckets.Count; i++)
            {
                Assert.True(buckets.EndOf(i) > buckets.Starts[i], $"seed {seed}");
                Assert.Equal(i, buckets.Of(buckets.Starts[i]));
                Assert.Equal(i, buckets.Of(buckets.EndOf(i) - Duration.FromTicks(1)));
                if (i > 0 && interval != Interval.Hour) Assert.Equal(LocalTime.Midnight, FirstTime(buckets.Starts[i], zone));
            }
        }
    }

    [Fact]
    public void More_buckets_than_allowed_are_refused_before_they_are_made() =>
        Assert.Null(Buckets.Of(Between("1970-01-01", "2200-01-01", "UTC"), Interval.Minute, 2000));

    [Fact]
    public void Partial_is_what_is_not_over_and_what_the_window_cuts()
    {
        var window = Between("2026-11-20T12:00:00Z", "2026-11-23", "UTC");
        var buckets = Buckets.Of(window, Interval.Day, 100)!;
        var now = Instant.FromUtc(2026, 11, 22, 10, 0);
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(i => buckets.IsPartial(i, now)));
    }

    private static LocalTime FirstTime(Instant start, DateTimeZone zone)
    {
        var local = start.InZone(zone);
        // A day may begin at 1 o'clock when the clock change takes its midnight.
        return zone.StartOf(local.Date) == start ? LocalTime.Midnight : local.TimeOfDay;
    }

    private static IEnumerable<double> Hours(string from, string to)
    {
        var buckets = Buckets.Of(Between(from, to, "Europe/Helsinki"), Interval.Day, 100)!;
        return buckets.Starts.Select((start, i) => (buckets.EndOf(i) - start).TotalHours);
    }

    private static List<string> Starts(Buckets buckets) => [.. buckets.Starts.Select(buckets.Window.Zone.Format)];

    private static Window Between(string from, string to, string zone)
    {
        var z = Moments.Zone(zone)!;
        return new(Moments.Parse(from, z)!.Value, Moments.Parse(to, z)!.Value, z);
    }
}
