using NodaTime;

namespace KpiPlatform.Kpis.Time;

/// <summary>A stretch of time that is asked about: from its start up to, and without, its end.</summary>
/// <param name="Zone">Whose days, weeks and months are meant.</param>
public sealed record Window(Instant From, Instant To, DateTimeZone Zone)
{
    /// <summary>The names there are; beside them any whole number of minutes, hours, days or weeks (<c>90m</c>, <c>12h</c>, <c>28d</c>, <c>4w</c>).</summary>
    public static IReadOnlyList<string> Names { get; } = ["today", "yesterday", "7d", "28d", "90d", "wtd", "mtd", "qtd", "ytd", "5m", "1h", "24h", "<n>m", "<n>h", "<n>d", "<n>w"];

    private const int LongestDays = 36_525;

    /// <summary>
    /// The window of a name; null when there is no such name or it is longer than a century. Minutes and hours end with the next full minute,
    /// so that what happened a second ago is in; days and weeks are local calendar days, today included to its end.
    /// </summary>
    public static Window? Named(string name, Instant now, DateTimeZone zone)
    {
        var today = now.InZone(zone).Date;
        return name switch
        {
            "today" => Days(today, today, zone),
            "yesterday" => Days(today.PlusDays(-1), today.PlusDays(-1), zone),
            "wtd" => Days(Interval.Week.StartOf(today), today, zone),
            "mtd" => Days(Interval.Month.StartOf(today), today, zone),
            "qtd" => Days(Interval.Quarter.StartOf(today), today, zone),
            "ytd" => Days(new LocalDate(today.Year, 1, 1), today, zone),
            [.., 'm'] when Count(name, LongestDays * 1440) is { } n => Rolling(Duration.FromMinutes(n), now, zone),
            [.., 'h'] when Count(name, LongestDays * 24) is { } n => Rolling(Duration.FromHours(n), now, zone),
            [.., 'd'] when Count(name, LongestDays) is { } n => Days(today.PlusDays(1 - n), today, zone),
            [.., 'w'] when Count(name, LongestDays / 7) is { } n => Days(today.PlusDays(1 - (7 * n)), today, zone),
            _ => null,
        };
    }

    private static Window Days(LocalDate first, LocalDate last, DateTimeZone zone) => new(zone.StartOf(first), zone.StartOf(last.PlusDays(1)), zone);

    private static Window Rolling(Duration length, Instant now, DateTimeZone zone)
    {
        var end = Instant.FromUnixTimeSeconds((now.ToUnixTimeSeconds() / 60 * 60) + 60);
        return new(end - length, end, zone);
    }

    private static int? Count(string name, int most)
    {
        var number = name.AsSpan(0, name.Length - 1);
        return int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= most ? n : null;
    }
}
