using System.Text.Json;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Time;
using NodaTime;

namespace KpiPlatform.Kpis.Tests.Calendars;

/// <summary>Calendars and instants, written as people write them.</summary>
internal static class Samples
{
    public const string Always = """{"mon":[["00:00","24:00"]],"tue":[["00:00","24:00"]],"wed":[["00:00","24:00"]],"thu":[["00:00","24:00"]],"fri":[["00:00","24:00"]],"sat":[["00:00","24:00"]],"sun":[["00:00","24:00"]]}""";
    public const string Office = """{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]],"wed":[["09:00","17:00"]],"thu":[["09:00","17:00"]],"fri":[["09:00","17:00"]]}""";

    public static BusinessClock Clock(string zone, string weekly, string holidays = "[]") => new(Calendar("c", zone, weekly, $$""" "default":true,"holidays":{{holidays}} """));

    /// <param name="more">Further members, as in the document.</param>
    public static Calendar Calendar(string id, string zone, string weekly, string more)
    {
        var (calendar, problems) = Parse($$"""{"timezone":"{{zone}}","weekly":{{weekly}},{{more}}}""", id);
        Assert.Empty(problems);
        return calendar!;
    }

    public static (Calendar? Calendar, IReadOnlyList<Problem> Problems) Parse(string json, string id)
    {
        using var document = JsonDocument.Parse(json);
        return CalendarDocument.Parse(document.RootElement, id);
    }

    public static Instant At(string time) => Moments.Parse(time, DateTimeZone.Utc)!.Value;

    /// <summary>The business hours between two times.</summary>
    public static double Hours(this BusinessClock clock, string from, string to) => clock.Elapsed(At(from), At(to)).TotalHours;

    /// <summary>The business hours of a local date.</summary>
    public static double HoursOn(this BusinessClock clock, int year, int month, int day)
    {
        var date = new LocalDate(year, month, day);
        return clock.Elapsed(clock.Calendar.Zone.StartOf(date), clock.Calendar.Zone.StartOf(date.PlusDays(1))).TotalHours;
    }
}
