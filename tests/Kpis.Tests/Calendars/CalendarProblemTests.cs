using KpiPlatform.Kpis.Calendars;
using static KpiPlatform.Kpis.Tests.Calendars.Samples;

namespace KpiPlatform.Kpis.Tests.Calendars;

public sealed class CalendarProblemTests
{
    private const string Good = """ "timezone":"UTC","weekly":{"mon":[["09:00","17:00"]]},"default":true """;

    [Theory]
    [InlineData("""{"timezone":"UTC","weekly":{"mon":[["09:00","17:00"]]},"default":true,"color":1}""", "/color", "Allowed: id, timezone, weekly, holidays, default, teams, channels, valid_from, valid_to.")]
    [InlineData("""{"timezone":"UTC","weekly":{"mon":[["09:00","17:00"]]},"default":true,"a/b~":1}""", "/a~1b~0", "There is no such member.")]
    [InlineData("""{"timezone":"UTC","weekly":{"mon":[["09:00","17:00"]]},"default":true,"default":true}""", "/default", "more than once")]
    [InlineData("""{"timezone":"UTC","weekly":{"mon":[["09:00","17:00"]]},"default":true,"\ud800":1}""", "", "half of a surrogate pair")]
    [InlineData("""[]""", "", "Must be an object, not an array.")]
    [InlineData("""{"weekly":{"mon":[["09:00","17:00"]]},"default":true}""", "/timezone", "Must be there")]
    [InlineData("""{"timezone":1,"weekly":{"mon":[["09:00","17:00"]]},"default":true}""", "/timezone", "Must be a string, not a number.")]
    [InlineData("""{"timezone":"CEST","weekly":{"mon":[["09:00","17:00"]]},"default":true}""", "/timezone", "'CEST' is no IANA time zone.")]
    [InlineData("""{"timezone":"UTC","default":true}""", "/weekly", "Must be there")]
    [InlineData("""{"timezone":"UTC","weekly":[],"default":true}""", "/weekly", "Must be an object, not an array.")]
    [InlineData("""{"timezone":"UTC","weekly":{},"default":true}""", "/weekly", "no open hours")]
    [InlineData("""{"timezone":"UTC","weekly":{"mon":[],"tue":[]},"default":true}""", "/weekly", "no open hours")]
    [InlineData("""{"timezone":"UTC","weekly":{"mon":[["09:00","17:00"]]}}""", "", "Applies to nothing")]
    [InlineData("""{"timezone":"UTC","weekly":{"mon":[["09:00","17:00"]]},"default":false,"teams":[],"channels":[]}""", "", "Applies to nothing")]
    public void A_mistake_in_the_document_is_named(string json, string place, string detail) => Only(json, place, detail);

    [Theory]
    [InlineData("\"id\":\"other\"", "/id", "Must be 'c' as in the path")]
    [InlineData("\"id\":7", "/id", "Must be a string, not a number.")]
    [InlineData("\"valid_from\":\"24.12.2026\"", "/valid_from", "Must be a date like 2026-12-24, not '24.12.2026'.")]
    [InlineData("\"valid_to\":\"2026-02-29\"", "/valid_to", "Must be a date")]
    [InlineData("\"valid_to\":\"-0001-01-01\"", "/valid_to", "Must be a date")]
    [InlineData("\"valid_from\":\"2026-01-01\",\"valid_to\":\"2026-01-01\"", "/valid_to", "Must be later than valid_from")]
    [InlineData("\"holidays\":{}", "/holidays", "Must be an array, not an object.")]
    [InlineData("\"holidays\":[\"2026-12-25\",\"2026-13-25\"]", "/holidays/1", "Must be a date")]
    [InlineData("\"holidays\":[\"2026-12-25\",{\"date\":\"2026-12-25\"}]", "/holidays/1", "more than once")]
    [InlineData("\"holidays\":[5]", "/holidays/0", "Must be a date or an object with a date, not a number.")]
    [InlineData("\"holidays\":[{\"name\":\"x\"}]", "/holidays/0/date", "Must be there.")]
    [InlineData("\"holidays\":[{\"date\":\"x\"}]", "/holidays/0/date", "Must be a date")]
    [InlineData("\"holidays\":[{\"date\":\"2026-12-25\",\"day\":1}]", "/holidays/0/day", "Allowed: date, name, hours.")]
    [InlineData("\"holidays\":[{\"date\":\"2026-12-25\",\"name\":\"\\u0000\"}]", "/holidays/0/name", "U+0000")]
    [InlineData("\"holidays\":[{\"date\":\"2026-12-25\",\"hours\":[[\"12:00\",\"09:00\"]]}]", "/holidays/0/hours/0", "Must end after it starts")]
    [InlineData("\"teams\":\"vip\"", "/teams", "Must be an array, not a string.")]
    [InlineData("\"teams\":[\"vip\",\" \"]", "/teams/1", "Must not be empty.")]
    [InlineData("\"teams\":[\"vip\",\"vip\"]", "/teams/1", "more than once")]
    [InlineData("\"teams\":[\"\\ud800\"]", "/teams/0", "half of a surrogate pair")]
    [InlineData("\"channels\":[\"fax\"]", "/channels/0", "There is no channel 'fax'. Allowed: email, chat, social, voice, web, other.")]
    [InlineData("\"channels\":[1]", "/channels/0", "Must be a string, not a number.")]
    public void A_mistake_in_a_member_is_named(string member, string place, string detail) => Only($"{{{Good},{member}}}", place, detail);

    [Fact]
    public void A_default_that_is_neither_true_nor_false_is_named() =>
        Only("""{"timezone":"UTC","weekly":{"mon":[["09:00","17:00"]]},"default":"yes"}""", "/default", "Must be true or false, not a string.");

    [Theory]
    [InlineData("""{"mo":[["09:00","17:00"]],"tue":[["09:00","17:00"]]}""", "/weekly/mo", "Allowed: mon, tue, wed, thu, fri, sat, sun.")]
    [InlineData("""{"mon":"09:00-17:00"}""", "/weekly/mon", "Must be an array, not a string.")]
    [InlineData("""{"mon":["09:00","17:00"]}""", "/weekly/mon/0", "Must be an array, not a string.", "/weekly/mon/1")]
    [InlineData("""{"mon":[["09:00"]]}""", "/weekly/mon/0", "Must be a start and an end")]
    [InlineData("""{"mon":[["09:00","12:00","13:00"]]}""", "/weekly/mon/0", "Must not have more than 2 items, not 3.")]
    [InlineData("""{"mon":[["9:00","17:00"]]}""", "/weekly/mon/0/0", "HH:mm or HH:mm:ss, not '9:00'")]
    [InlineData("""{"mon":[["09:00","24:01"]]}""", "/weekly/mon/0/1", "from 00:00 to 24:00")]
    [InlineData("""{"mon":[["24:00","24:00"]]}""", "/weekly/mon/0/0", "from 00:00 to 23:59:59")]
    [InlineData("""{"mon":[["09:00",17]]}""", "/weekly/mon/0/1", "Must be a string, not a number.")]
    [InlineData("""{"mon":[["09:00","09:00"]]}""", "/weekly/mon/0", "Must end after it starts")]
    [InlineData("""{"mon":[["22:00","06:00"]]}""", "/weekly/mon/0", "over midnight")]
    [InlineData("""{"mon":[["09:00","00:00"]]}""", "/weekly/mon/0", "the end of the day is 24:00")]
    [InlineData("""{"mon":[["09:00","12:00"],["11:59","17:00"]]}""", "/weekly/mon/1", "Must not begin before the one ahead of it ends.")]
    [InlineData("""{"mon":[["13:00","17:00"],["09:00","12:00"]]}""", "/weekly/mon/1", "intervals ascend")]
    public void A_mistake_in_the_hours_is_named(string weekly, string place, string detail, string? second = null)
    {
        var problems = Parse($$"""{"timezone":"UTC","weekly":{{weekly}},"default":true}""", "c").Problems;
        Assert.Equal(second is null ? [place] : [place, second], problems.Select(p => p.Pointer));
        Assert.Contains(detail, problems[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_that_adjoin_are_fine() =>
        Assert.Empty(Parse("""{"timezone":"UTC","weekly":{"mon":[["00:00","12:00"],["12:00","24:00:00"]]},"default":true}""", "c").Problems);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("büro")]
    [InlineData("a23456789b23456789c23456789d23456789e23456789f23456789g23456789h2345")]
    public void An_id_of_other_characters_or_too_long_is_named(string id) =>
        Assert.Equal([new Problem("/id", "A calendar's id is 1 to 64 letters, digits, dots, underscores or hyphens.")], Parse($"{{{Good}}}", id).Problems);

    [Fact]
    public void Too_many_of_anything_is_named_once_and_the_most_there_may_be_is_fine()
    {
        string Json(int more) => $$"""
            {"timezone":"UTC","default":true,"weekly":{"mon":[{{string.Join(',', Enumerable.Range(0, 22 + (2 * more)).Select(i => $"[\"{i / 2:00}:{i % 2 * 30:00}\",\"{i / 2:00}:{(i % 2 * 30) + 9:00}\"]"))}}]},
            "holidays":[{{string.Join(',', Enumerable.Range(0, 1999 + more).Select(i => $"\"{new NodaTime.LocalDate(2026, 1, 1).PlusDays(i):yyyy-MM-dd}\""))}}],
            "teams":[{{string.Join(',', Enumerable.Range(0, 199 + more).Select(i => $"\"t{i}\""))}}]}
            """;
        Assert.Empty(Parse(Json(1), "c").Problems);
        Assert.Equal(["/weekly/mon", "/holidays", "/teams"], Parse(Json(2), "c").Problems.Select(p => p.Pointer));
    }

    [Fact]
    public void All_mistakes_are_named_at_once_and_there_is_no_calendar()
    {
        var (calendar, problems) = Parse("""{"id":"x","timezone":"Mars/Base","weekly":{"mon":[["a","b"],["10:00","09:00"]]},"holidays":["x"],"channels":["fax"],"valid_from":"y","extra":1}""", "c");
        Assert.Null(calendar);
        Assert.Equal(["/extra", "/id", "/timezone", "/weekly/mon/0/0", "/weekly/mon/0/1", "/weekly/mon/1", "/holidays/0", "/channels/0", "/valid_from"], problems.Select(p => p.Pointer));
    }

    private static void Only(string json, string place, string detail)
    {
        var (calendar, problems) = Parse(json, "c");
        Assert.Null(calendar);
        Assert.Equal([place], problems.Select(p => p.Pointer));
        Assert.Contains(detail, problems[0].Detail, StringComparison.Ordinal);
    }
}
