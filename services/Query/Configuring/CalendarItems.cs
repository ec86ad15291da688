using System.Text.Json;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Time;
using NodaTime;

namespace KpiPlatform.Query.Configuring;

/// <summary>Calendars. Of one rank (default, a team's, a channel's) only one may be valid at a time, so that which one applies is never a riddle.</summary>
internal static class CalendarItems
{
    public static ItemKind Kind { get; } = new("calendars", "calendar", Read, Clash);

    private static (string? Written, IReadOnlyList<Problem> Problems) Read(JsonElement body, string id)
    {
        var (calendar, problems) = CalendarDocument.Parse(body, id);
        return (calendar is null ? null : CalendarDocument.Write(calendar), problems);
    }

    private static Problem? Clash(JsonElement item, IReadOnlyList<JsonElement> others)
    {
        var mine = Calendar(item);
        foreach (var other in others.Select(Calendar).Where(o => Overlap(mine, o)))
        {
            if (mine.IsDefault && other.IsDefault) return Taken("/default", "the default", other);
            if (mine.Teams.FirstOrDefault(other.Teams.Contains) is { } team) return Taken("/teams", $"that of the team '{team}'", other);
            if (mine.Channels.FirstOrDefault(other.Channels.Contains) is { } channel) return Taken("/channels", $"that of the channel '{channel}'", other);
        }

        return null;
    }

    private static Calendar Calendar(JsonElement item) =>
        CalendarDocument.Parse(item, item.GetProperty("id").GetString()!) is { Calendar: { } calendar } ? calendar : throw new InvalidDataException("A stored calendar can't be read.");

    private static bool Overlap(Calendar a, Calendar b) => From(a) < To(b) && From(b) < To(a);

    private static Instant From(Calendar c) => c.ValidFrom is { } date ? c.Zone.StartOf(date) : Instant.MinValue;

    private static Instant To(Calendar c) => c.ValidTo is { } date ? c.Zone.StartOf(date) : Instant.MaxValue;

    private static Problem Taken(string pointer, string what, Calendar other) =>
        new(pointer, $"The calendar '{other.Id}' is {what} already for some of the time: let one end (valid_to) before the other begins (valid_from).");
}
