using NodaTime;

namespace KpiPlatform.Kpis.Time;

/// <summary>How the window to compare with lies to the asked one.</summary>
public enum Alignment
{
    /// <summary>Whole weeks back, so that each day meets its own weekday.</summary>
    Weekday,

    /// <summary>By the calendar: the same dates of the month, quarter or year before.</summary>
    Date,
}

/// <summary>A window to compare another with, and the way back from that other one to it.</summary>
/// <param name="Alignment">Null where neither is meant: a window just as long right before, or one that was named by its ends.</param>
public sealed record Comparison(Window Window, Alignment? Alignment, Shift Shift)
{
    /// <summary>The window of the same length before. Days are those of the zone, of 23 and 25 hours too.</summary>
    /// <param name="asked">Null: by weekday for a window of whole days, right before for another.</param>
    /// <param name="name">How the window was asked for, if by name: <c>mtd</c> goes back a month, not its own length.</param>
    public static Comparison PreviousPeriod(Window window, Alignment? asked, string? name)
    {
        if (Days.Of(window, name) is not { } days)
        {
            return asked == Time.Alignment.Weekday
                ? By(window, asked, new Shift { Days = Weeks(window) * 7 })
                : By(window, null, new Shift { Length = window.To - window.From });
        }

        if (asked is null or Time.Alignment.Weekday) return By(window, Time.Alignment.Weekday, new Shift { Days = ((days.Count + 6) / 7) * 7 });
        return By(window, asked, days.Months(name) is var months and > 0 ? new Shift { Months = months } : new Shift { Days = name == "wtd" ? 7 : days.Count });
    }

    /// <summary>The same window a year before: 52 weeks by weekday, else by the calendar.</summary>
    public static Comparison PreviousYear(Window window, Alignment? asked, string? name)
    {
        var alignment = asked ?? (Days.Of(window, name) is null ? Time.Alignment.Date : Time.Alignment.Weekday);
        return By(window, alignment, alignment == Time.Alignment.Weekday ? new Shift { Days = 364 } : new Shift { Months = 12 });
    }

    /// <summary>Any other window.</summary>
    public static Comparison With(Window window, Window other)
    {
        var shift = Days.Of(window, null) is { } days && Days.Of(other, null) is { } others
            ? new Shift { Days = Period.DaysBetween(others.First, days.First) }
            : new Shift { Length = window.From - other.From };
        return new(other, null, shift);
    }

    /// <summary>So far against so far: of a window that is not over, as much of the other one as has gone by of it, to the next full minute.</summary>
    public Comparison SoFar(Window window, Instant now)
    {
        var minute = Instant.FromUnixTimeSeconds((now.ToUnixTimeSeconds() / 60 * 60) + 60);
        if (minute >= window.To || now <= window.From || Shift.Back(minute, window.Zone) is not { } end) return this;
        return end <= Window.From || end >= Window.To ? this : this with { Window = Window with { To = end } };
    }

    private static Comparison By(Window window, Alignment? alignment, Shift shift) => new(shift.Back(window), alignment, shift);

    private static int Weeks(Window window) => (int)Math.Ceiling((window.To - window.From).TotalDays / 7);
}
