using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Kpis.Calendars;
using NodaTime;
using static KpiPlatform.Kpis.Tests.Calendars.Samples;

namespace KpiPlatform.Kpis.Tests.Calendars;

public sealed class CalendarDocumentTests
{
    private const string Whole = """
        {"id":"office","timezone":"Europe/Berlin","weekly":{"mon":[["09:00","12:00"],["13:00","17:00"]],"fri":[["09:00:30","24:00"]]},
        "holidays":["2026-12-25",{"date":"2026-12-24","name":"Heiligabend für alle","hours":[["09:00","12:00"]]}],
        "default":true,"teams":["vip"],"channels":["chat","social"],"valid_from":"2026-01-01","valid_to":"2027-01-01"}
        """;

    [Fact]
    public void A_document_says_all_that_a_calendar_is()
    {
        var (calendar, problems) = Parse(Whole, "office");
        Assert.Empty(problems);
        Assert.Equal(("office", "Europe/Berlin", true), (calendar!.Id, calendar.Zone.Id, calendar.IsDefault));
        Assert.Equal([new OpenHours(9 * 3600, 12 * 3600), new OpenHours(13 * 3600, 17 * 3600)], calendar.Weekly[0]);
        Assert.Equal([[], [], [], [new(9 * 3600 + 30, 86_400)], [], []], calendar.Weekly.Skip(1));
        Assert.Equal([new Holiday(new(2026, 12, 25), Name: null, []), new Holiday(new(2026, 12, 24), "Heiligabend für alle", [new(9 * 3600, 12 * 3600)])], calendar.Holidays);
        Assert.Equal(["vip"], calendar.Teams);
        Assert.Equal(["chat", "social"], calendar.Channels);
        Assert.Equal((new LocalDate(2026, 1, 1), new LocalDate(2027, 1, 1)), (calendar.ValidFrom, calendar.ValidTo));
    }

    [Fact]
    public void What_is_not_there_or_null_is_not_said()
    {
        var (calendar, _) = Parse("""{"timezone":"UTC","weekly":{"mon":[["00:00","24:00"]],"tue":null},"default":true,"holidays":null,"valid_to":null}""", "c");
        Assert.Equal(Calendar("c", "UTC", """{"mon":[["00:00","24:00"]]}""", "\"default\":true"), calendar);
    }

    [Fact]
    public void A_calendar_is_written_as_it_was_read()
    {
        var written = CalendarDocument.Write(Parse(Whole, "office").Calendar!);
        using var expected = JsonDocument.Parse(Whole);
        using var actual = JsonDocument.Parse(written);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), written);
    }

    [Fact]
    public void Whatever_is_written_reads_back_as_an_equal_calendar() =>
        Prop.ForAll(Arb.From(RandomCalendars.Cases(1, 1).Where(c => c.Calendar.Weekly.Any(d => d.Count > 0))), c => Parse(CalendarDocument.Write(c.Calendar), "c").Calendar == c.Calendar)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Calendars_that_differ_in_anything_are_not_equal()
    {
        var calendar = Parse(Whole, "office").Calendar!;
        Calendar[] others = [
            calendar with { Id = "x" }, calendar with { Zone = DateTimeZone.Utc }, calendar with { IsDefault = false }, calendar with { ValidFrom = null }, calendar with { ValidTo = null },
            calendar with { Weekly = [.. calendar.Weekly.Reverse()] }, calendar with { Holidays = [.. calendar.Holidays.Skip(1)] }, calendar with { Teams = [] }, calendar with { Channels = ["chat"] },
            calendar with { Holidays = [calendar.Holidays[0], calendar.Holidays[1] with { Hours = [] }] }];
        Assert.All(others, other => Assert.NotEqual(calendar, other));
    }
}
