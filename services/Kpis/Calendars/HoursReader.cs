using NodaTime;
using NodaTime.Text;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>Reads the open hours of a day: pairs of local times, <c>[["09:00","12:00"],["13:00","24:00"]]</c>.</summary>
internal static class HoursReader
{
    private const int MostADay = 24;
    private const int EndOfDay = 24 * 60 * 60;

    private static readonly LocalTimePattern[] Patterns = [LocalTimePattern.CreateWithInvariantCulture("HH':'mm"), LocalTimePattern.CreateWithInvariantCulture("HH':'mm':'ss")];

    public static IReadOnlyList<OpenHours> Read(Part day)
    {
        var hours = new List<OpenHours>();
        foreach (var item in day.Items(MostADay) ?? [])
        {
            if (Pair(item) is not { } pair) continue;
            if (hours is [.., var before] && pair.Start < before.End)
                item.Add(pair.End <= before.Start ? "Must come before the one ahead of it: intervals ascend." : "Must not begin before the one ahead of it ends.");
            hours.Add(pair);
        }

        return hours;
    }

    public static string Format(int seconds) =>
        seconds == EndOfDay ? "24:00" : Patterns[seconds % 60 == 0 ? 0 : 1].Format(LocalTime.FromSecondsSinceMidnight(seconds));

    private static OpenHours? Pair(Part item)
    {
        if (item.Items(2) is not { } times) return null;
        if (times is not [var first, var last])
        {
            item.Add("Must be a start and an end, like [\"09:00\",\"17:00\"].");
            return null;
        }

        if ((Time(first, isEnd: false), Time(last, isEnd: true)) is not ({ } start, { } end)) return null;
        if (start < end) return new OpenHours(start, end);
        item.Add(end == 0
            ? "Must end after it starts: the end of the day is 24:00."
            : "Must end after it starts: what goes on over midnight is one interval up to 24:00 and one from 00:00 on the next day.");
        return null;
    }

    private static int? Time(Part part, bool isEnd)
    {
        if (part.Text() is not { } text) return null;
        if (isEnd && text is ("24:00" or "24:00:00")) return EndOfDay;
        foreach (var pattern in Patterns)
        {
            if (pattern.Parse(text) is { Success: true, Value: var time }) return (int)(time.TickOfDay / NodaConstants.TicksPerSecond);
        }

        part.Add($"Must be a time from 00:00 to {(isEnd ? "24:00" : "23:59:59")} as HH:mm or HH:mm:ss, not '{text}'.");
        return null;
    }
}
