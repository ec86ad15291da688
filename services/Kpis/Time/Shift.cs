using NodaTime;

namespace KpiPlatform.Kpis.Time;

/// <summary>A way back in time: so many local days or months, at the same time of the clock, or just so long.</summary>
public sealed record Shift
{
    public int Days { get; init; }

    public int Months { get; init; }

    public Duration Length { get; init; }

    /// <summary>The instant that it leads to; null when that month has no such day.</summary>
    public Instant? Back(Instant at, DateTimeZone zone)
    {
        if (Days == 0 && Months == 0) return at - Length;
        var local = at.InZone(zone).LocalDateTime;
        var back = local.PlusMonths(-Months).PlusDays(-Days);
        return Months > 0 && back.Day != local.Day ? null : zone.AtLeniently(back).ToInstant();
    }

    /// <summary>The window that it leads to. A day that a month does not have is its last one, and a whole month a whole month.</summary>
    public Window Back(Window window)
    {
        if (Days == 0 && Months == 0) return window with { From = window.From - Length, To = window.To - Length };
        if (Time.Days.Of(window, null) is not { } days)
            return window with { From = Lenient(window.From, window.Zone), To = Lenient(window.To, window.Zone) };
        var whole = days is { First.Day: 1, End.Day: 1 };
        var end = whole || Months == 0 ? days.End.PlusMonths(-Months) : days.End.PlusDays(-1).PlusMonths(-Months).PlusDays(1);
        return window with { From = window.Zone.StartOf(days.First.PlusMonths(-Months).PlusDays(-Days)), To = window.Zone.StartOf(end.PlusDays(-Days)) };
    }

    private Instant Lenient(Instant at, DateTimeZone zone) => zone.AtLeniently(at.InZone(zone).LocalDateTime.PlusMonths(-Months).PlusDays(-Days)).ToInstant();
}

/// <summary>The local days that a window is made of.</summary>
/// <param name="End">The first day after.</param>
internal readonly record struct Days(LocalDate First, LocalDate End)
{
    public int Count => Period.DaysBetween(First, End);

    /// <summary>Null when the window does not begin and end with a day, or does so by chance, being one of hours or minutes.</summary>
    public static Days? Of(Window window, string? name)
    {
        if (name is [.., 'h' or 'm'] && char.IsAsciiDigit(name[0])) return null;
        var days = new Days(window.From.InZone(window.Zone).Date, window.To.InZone(window.Zone).Date);
        return window.Zone.StartOf(days.First) == window.From && window.Zone.StartOf(days.End) == window.To ? days : null;
    }

    /// <summary>How many months there are from one such window to the next; 0 when it is not one of months.</summary>
    public int Months(string? name) => (name, First.Day) switch
    {
        ("mtd", _) => 1,
        ("qtd", _) => 3,
        ("ytd", _) => 12,
        (not null, _) or (_, not 1) => 0,
        _ when End.Day == 1 => Period.Between(First, End, PeriodUnits.Months).Months,
        _ => End <= First.PlusMonths(1) ? 1 : 0,
    };
}
