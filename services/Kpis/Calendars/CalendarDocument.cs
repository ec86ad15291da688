using System.Text.Json;
using KpiPlatform.Kpis.Time;
using NodaTime;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>A calendar as it is written in JSON.</summary>
public static class CalendarDocument
{
    private static readonly string[] Members = ["id", "timezone", "weekly", "holidays", "default", "teams", "channels", "valid_from", "valid_to"];

    /// <summary>The calendar of a document, or everything that is wrong with it. A member that is null counts as not there.</summary>
    /// <param name="id">The name it is to have; the document may repeat it.</param>
    public static (Calendar? Calendar, IReadOnlyList<Problem> Problems) Parse(JsonElement body, string id)
    {
        var problems = new List<Problem>();
        var document = new Part(body, "", problems);
        if (document.Members(Members) is not { } given) return (null, problems);
        Part Member(string name) => given.GetValueOrDefault(name, document.At(name));

        Member("id").CheckId(id, "calendar");
        var calendar = new Calendar
        {
            Id = id,
            Zone = ZoneOf(Member("timezone")) ?? DateTimeZone.Utc,
            Weekly = WeekReader.Read(Member("weekly")),
            Holidays = HolidayReader.Read(Member("holidays")),
            IsDefault = ScopeReader.IsDefault(Member("default")),
            Teams = ScopeReader.Teams(Member("teams")),
            Channels = ScopeReader.Channels(Member("channels")),
            ValidFrom = Member("valid_from") is { IsThere: true } from ? from.Date() : null,
            ValidTo = Member("valid_to") is { IsThere: true } to ? to.Date() : null,
        };
        if (calendar.ValidFrom >= calendar.ValidTo) Member("valid_to").Add("Must be later than valid_from: it is the first date on which the calendar is no longer valid.");
        if (!ScopeReader.AppliesToSomething(Member("default"), Member("teams"), Member("channels")))
            document.Add("Applies to nothing: give it default true, teams or channels.");
        return (problems.Count == 0 ? calendar : null, problems);
    }

    /// <summary>The document that <see cref="Parse"/> makes an equal calendar of.</summary>
    public static string Write(Calendar calendar) => CalendarWriter.Write(calendar);

    private static DateTimeZone? ZoneOf(Part part)
    {
        if (!part.IsThere) part.Add("Must be there: an IANA time zone like Europe/Berlin.");
        else if (part.Text() is { } name)
        {
            if (Moments.Zone(name) is { } zone) return zone;
            part.Add($"'{name}' is no IANA time zone.");
        }

        return null;
    }
}
