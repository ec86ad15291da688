using NodaTime;

namespace KpiPlatform.Kpis.Time;

/// <summary>The lengths of the buckets of a time series, in the asked zone. Weeks are ISO weeks, from Monday.</summary>
public enum Interval
{
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
}

/// <summary>Where intervals begin.</summary>
public static class Intervals
{
    /// <summary>The interval of a name; null when there is none.</summary>
    public static Interval? Parse(string name) => name switch
    {
        "minute" => Interval.Minute,
        "hour" => Interval.Hour,
        "day" => Interval.Day,
        "week" => Interval.Week,
        "month" => Interval.Month,
        "quarter" => Interval.Quarter,
        _ => null,
    };

    public static string NameOf(this Interval interval) => interval.ToString().ToLowerInvariant();

    /// <summary>An interval that makes a readable chart of a window: from some ten to some hundred buckets.</summary>
    public static Interval For(Window window) => (window.To - window.From).TotalHours switch
    {
        <= 2 => Interval.Minute,
        <= 73 => Interval.Hour,
        <= 94 * 24 => Interval.Day,
        <= 732 * 24 => Interval.Week,
        <= 3660 * 24 => Interval.Month,
        _ => Interval.Quarter,
    };

    /// <summary>The first day of the interval that a day is in; for minutes and hours the day itself.</summary>
    public static LocalDate StartOf(this Interval interval, LocalDate date) => interval switch
    {
        Interval.Week => date.PlusDays(1 - (int)date.DayOfWeek),
        Interval.Month => new LocalDate(date.Year, date.Month, 1),
        Interval.Quarter => new LocalDate(date.Year, date.Month - ((date.Month - 1) % 3), 1),
        _ => date,
    };

    /// <summary>The first instant after <paramref name="at"/> at which an interval begins.</summary>
    public static Instant NextStart(this Interval interval, Instant at, DateTimeZone zone)
    {
        if (interval is Interval.Minute) return NextOnTheClock(60, at, zone);
        if (interval is Interval.Hour) return NextOnTheClock(3600, at, zone);
        var day = interval.StartOf(at.InZone(zone).Date);
        Instant next;
        do
        {
            day = interval.After(day);
            next = zone.StartOf(day);
        }
        while (next <= at);
        return next;
    }

    private static LocalDate After(this Interval interval, LocalDate start) => interval switch
    {
        Interval.Week => start.PlusWeeks(1),
        Interval.Month => start.PlusMonths(1),
        Interval.Quarter => start.PlusMonths(3),
        _ => start.PlusDays(1),
    };

    /// <summary>The next time that the local clock shows a multiple of so many seconds; a clock change within it is a start, too.</summary>
    private static Instant NextOnTheClock(int seconds, Instant at, DateTimeZone zone)
    {
        var part = zone.GetZoneInterval(at);
        var local = at.ToUnixTimeTicks() + part.WallOffset.Ticks;
        var length = seconds * NodaConstants.TicksPerSecond;
        var next = at.PlusTicks(length - (((local % length) + length) % length));
        return part.HasEnd && part.End < next ? part.End : next;
    }
}
