using NodaTime;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>The open hours of any local date, by its number counted from 1 January 1970.</summary>
internal sealed class DayPlan
{
    /// <summary>1 January 1970 was a Thursday: day 3 of a week that begins on Monday with 0.</summary>
    private const int WeekdayOfFirst = 3;

    private readonly OpenHours[][] weekly;
    private readonly Dictionary<int, OpenHours[]> holidays;

    public DayPlan(Calendar calendar)
    {
        weekly = [.. calendar.Weekly.Select(day => day.ToArray())];
        holidays = calendar.Holidays.ToDictionary(h => Period.DaysBetween(NodaConstants.UnixEpoch.InUtc().Date, h.Date), h => h.Hours.ToArray());
    }

    public OpenHours[] On(int day) => holidays.TryGetValue(day, out var hours) ? hours : weekly[(((day + WeekdayOfFirst) % 7) + 7) % 7];
}
