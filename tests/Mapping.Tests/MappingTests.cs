using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping.Tests;

public sealed class MappingTests
{
    private static Mapped Map(string row, string emit, string time = """{"from":"$.at"}""", string rule = "")
    {
        var mapping = MappingReader.Read($$"""{"source":"/x","subject":"$.t.id","id":"{$.t.id}-{$.n:000}","time":{{time}},"rules":[{"emit":{{emit}}{{rule}}}]}""");
        return new Mapper(mapping, new FirstRows(mapping)).Map(JsonNode.Parse(row)!.AsObject(), line: 1);
    }

    private static JsonObject Event(Mapped mapped)
    {
        Assert.Empty(mapped.Errors);
        return JsonNode.Parse(Assert.Single(mapped.Events))!.AsObject();
    }

    private static string TimeOf(string written, string time) =>
        (string)Event(Map($$"""{"t":{"id":1},"n":2,"at":{{written}}}""", """{"type":"helpdesk.ticket.pended"}""", time))["time"]!;

    [Fact]
    public void A_row_becomes_an_event_with_an_id_that_sorts()
    {
        var e = Event(Map("""{"t":{"id":"T9"},"n":7,"at":"2024-02-03T04:05:06+02:00"}""", """{"type":"helpdesk.ticket.pended"}"""));
        Assert.Equal(("T9-007/pended", "/x", "T9", "2024-02-03T02:05:06Z"), ((string)e["id"]!, (string)e["source"]!, (string)e["subject"]!, (string)e["time"]!));
    }

    [Fact]
    public void Values_become_what_the_member_holds()
    {
        var e = Event(Map("""{"t":{"id":1},"n":1,"at":"2024-01-01","who":"agent","pub":"no","secs":"12.5","a":"ann"}""",
            """{"type":"helpdesk.ticket.replied","data":{"author":"$.who","agent":"$.a","public":"$.pub","handle_seconds":"$.secs","channel":"$.none"}}"""));
        Assert.Equal("""{"author":"agent","agent":"ann","public":false,"handle_seconds":12.5}""", e["data"]!.ToJsonString());
    }

    [Fact]
    public void A_translation_has_a_default_and_a_null_default_clears()
    {
        var e = Event(Map("""{"t":{"id":1},"n":1,"at":"2024-01-01","p":"P9","tags":"a; b","team":""}""",
            """{"type":"helpdesk.ticket.classified","data":{"priority":{"from":"$.p","map":{"P1":"high"},"default":"normal"},"tags":"$.tags","team":{"from":"$.team","default":null}}}"""));
        Assert.Equal("""{"priority":"normal","tags":["a","b"],"team":null}""", e["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("1700000000", """{"from":"$.at","format":"unix"}""", "2023-11-14T22:13:20Z")]
    [InlineData("\"1700000000123\"", """{"from":"$.at","format":"unix_ms"}""", "2023-11-14T22:13:20.123Z")]
    [InlineData("\"3.7.2024 9:05\"", """{"from":"$.at","format":"d.M.yyyy H:mm","zone":"Europe/Berlin"}""", "2024-07-03T07:05:00Z")]
    [InlineData("\"2024-10-27 02:30\"", """{"from":"$.at","zone":"Europe/Berlin"}""", "2024-10-27T00:30:00Z")]
    [InlineData("\"2024-03-31 02:30\"", """{"from":"$.at","zone":"Europe/Berlin"}""", "2024-03-31T01:30:00Z")]
    [InlineData("\"01/02/2024\"", """{"from":"$.at","format":["iso","dd/MM/yyyy"]}""", "2024-02-01T00:00:00Z")]
    public void Times_are_read_as_the_mapping_says(string written, string time, string utc) => Assert.Equal(utc, TimeOf(written, time));

    [Theory]
    [InlineData("""{"t":{"id":1},"n":1,"at":"yesterday","a":"x"}""", "time: \"yesterday\" is not a time of the format iso")]
    [InlineData("""{"t":{"id":1},"n":1,"a":"x"}""", "time: is empty")]
    [InlineData("""{"n":1,"at":"2024-01-01","a":"x"}""", "id: is empty|subject: is empty")]
    [InlineData("""{"t":{"id":1},"n":1,"at":"2024-01-01"}""", "data.reason: is empty")]
    [InlineData("""{"t":{"id":1},"n":1,"at":"2024-01-01","a":"Q"}""", "data.reason: \"Q\" is not in the map, and there is no default")]
    public void A_row_that_can_not_be_mapped_says_why_and_gives_nothing(string row, string errors)
    {
        var mapped = Map(row, """{"type":"helpdesk.ticket.removed","data":{"reason":{"from":"$.a","map":{"x":"spam"}}}}""");
        Assert.Equal(errors, string.Join('|', mapped.Errors));
        Assert.Empty(mapped.Events);
    }

    [Fact]
    public void A_row_no_rule_takes_is_an_error_unless_there_is_an_otherwise() =>
        Assert.Contains("no rule takes it", Assert.Single(Map("""{"t":{"id":1},"n":1,"at":"2024-01-01","a":"x"}""", """{"type":"helpdesk.ticket.pended"}""", rule: ""","when":{"$.a":"y"}""").Errors).Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"$.a":"x"}""", true)]
    [InlineData("""{"$.a":["y","x"]}""", true)]
    [InlineData("""{"$.a":{"not":"x"}}""", false)]
    [InlineData("""{"$.a":{"not_in":["y"]}}""", true)]
    [InlineData("""{"$.a":{"matches":"^[w-x]$"}}""", true)]
    [InlineData("""{"$.a":{"present":false}}""", false)]
    [InlineData("""{"$.b":{"present":false}}""", true)]
    [InlineData("""{"$.a":"x","$.b":"z"}""", false)]
    public void Conditions_mean_what_they_say(string when, bool holds)
    {
        var mapped = Map("""{"t":{"id":1},"n":1,"at":"2024-01-01","a":"x"}""", """{"type":"helpdesk.ticket.pended"}""", rule: $$""","when":{{when}}""");
        Assert.Equal(holds, mapped.Errors.Count == 0);
    }
}
