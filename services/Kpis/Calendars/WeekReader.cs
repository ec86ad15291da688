using System.Text.Json;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>Reads the open hours of the weekdays; a day that is not there is closed.</summary>
internal static class WeekReader
{
    public static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static IReadOnlyList<IReadOnlyList<OpenHours>> Read(Part part)
    {
        if (!part.IsThere)
        {
            part.Add("Must be there: the open hours of the days mon to sun.");
            return [];
        }

        if (part.Members(Days) is not { } given) return [];
        if (given.Values.All(day => day.Value.ValueKind == JsonValueKind.Array && day.Value.GetArrayLength() == 0))
            part.Add("Has no open hours in the whole week: business time would never pass.");
        return [.. Days.Select(day => given.TryGetValue(day, out var hours) ? HoursReader.Read(hours) : [])];
    }
}
