using System.Text.Json;
using NodaTime;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>Reads holidays: dates, or objects of a date, a name and the hours that are open all the same.</summary>
internal static class HolidayReader
{
    private const int Most = 2000;

    private static readonly string[] Members = ["date", "name", "hours"];

    public static IReadOnlyList<Holiday> Read(Part part)
    {
        var (holidays, dates) = (new List<Holiday>(), new HashSet<LocalDate>());
        foreach (var item in (part.IsThere ? part.Items(Most) : null) ?? [])
        {
            if (One(item) is not { } holiday) continue;
            if (!dates.Add(holiday.Date)) item.Add("This date is there more than once.");
            holidays.Add(holiday);
        }

        return holidays;
    }

    private static Holiday? One(Part item)
    {
        if (item.Value.ValueKind == JsonValueKind.String) return item.Date() is { } alone ? new Holiday(alone, Name: null, []) : null;
        if (item.Value.ValueKind != JsonValueKind.Object)
        {
            item.Add($"Must be a date or an object with a date, not {item.Kind}.");
            return null;
        }

        if (item.Members(Members) is not { } given) return null;
        var name = given.TryGetValue("name", out var named) ? named.Text() : null;
        var hours = given.TryGetValue("hours", out var open) ? HoursReader.Read(open) : [];
        if (given.TryGetValue("date", out var date)) return date.Date() is { } day ? new Holiday(day, name, hours) : null;
        item.At("date").Add("Must be there.");
        return null;
    }
}
