namespace KpiPlatform.Mapping.Tests;

public sealed class MappingMistakeTests
{
    private const string Emit = """{"type":"helpdesk.ticket.pended"}""";

    private static string Map(string rules = $$"""[{"emit":{{Emit}}}]""", string time = """{"from":"$.at"}""", string more = "") =>
        $$"""{"source":"/x","subject":"$.ticket","time":{{time}},"rules":{{rules}}{{more}}}""";

    private static IReadOnlyList<MappingMistake> Mistakes(string map) => Assert.Throws<MappingException>(() => MappingReader.Read(map)).Mistakes;

    private static void Only(string map, string place, string says)
    {
        var mistake = Assert.Single(Mistakes(map));
        Assert.Equal(place, mistake.Pointer);
        Assert.Contains(says, mistake.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_mapping_has_no_mistake() => Assert.Single(MappingReader.Read(Map()).Rules);

    [Fact]
    public void What_is_not_json_is_said_to_be_none() => Assert.Contains("not JSON", Mistakes("{ rules")[0].Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData(""","sauce":"/y" """, "/sauce", "did you mean \"source\"")]
    [InlineData(""","otherwise":{} """, "/otherwise", "either \"emit\" or \"drop\"")]
    [InlineData(""","format":"xlsx" """, "/format", "none of csv, ndjson, json")]
    [InlineData(""","csv":{"delimeter":";"} """, "/csv/delimeter", "did you mean \"delimiter\"")]
    [InlineData(""","id":"$header" """, "/id", "names no header")]
    [InlineData(""","items":"events" """, "/items", "starts with $")]
    [InlineData(""","id":"{$.a" """, "/id", "not closed")]
    [InlineData(""","id":"$.a b" """, "/id", "unexpected ' '")]
    [InlineData(""","id":"$['a" """, "/id", "not closed")]
    [InlineData(""","id":"{$.a:9}" """, "/id", "zeros")]
    public void A_mistake_is_named_with_its_place(string more, string place, string says) => Only(Map(more: more), place, says);

    [Theory]
    [InlineData("""{"type":"helpdesk.ticket.open"}""", "/type", "did you mean \"helpdesk.ticket.opened\"")]
    [InlineData("""{"data":{}}""", "", "needs \"type\"")]
    [InlineData("""{"type":"helpdesk.ticket.opened"}""", "/data", "must have \"channel\"")]
    [InlineData("""{"type":"helpdesk.ticket.opened","data":{"channel":"phone"}}""", "/data/channel", "not one of its words")]
    [InlineData("""{"type":"helpdesk.ticket.opened","data":{"channel":{"from":"$.c","map":{"tel":"phone"}}}}""", "/data/channel", "not one of its words")]
    [InlineData("""{"type":"helpdesk.ticket.resolved","data":{"agnet":"$.a"}}""", "/data/agnet", "did you mean \"agent\"")]
    [InlineData("""{"type":"helpdesk.ticket.resolved","data":{"confirmed_by_customer":"perhaps"}}""", "/data/confirmed_by_customer", "neither true nor false")]
    public void A_mistake_of_an_event_is_named_with_its_place(string emit, string place, string says) =>
        Only(Map($$"""[{"emit":{{emit}}}]"""), "/rules/0/emit" + place, says);

    [Theory]
    [InlineData("[]", "/rules", "at least one rule")]
    [InlineData($$"""[{"name":"a","when":{"$.x":"1"},"emit":{{Emit}}},{"name":"a","emit":{{Emit}}}]""", "/rules/1/name", "another rule")]
    [InlineData($$"""[{"emit":{{Emit}}},{"drop":"rest"}]""", "/rules/1", "never be reached")]
    [InlineData($$"""[{"when":{"x":"1"},"emit":{{Emit}}}]""", "/rules/0/when/x", "a condition is a path")]
    [InlineData($$"""[{"when":{"$.x":{"matches":"("} },"emit":{{Emit}}}]""", "/rules/0/when/$.x/matches", "")]
    [InlineData($$"""[{"when":{"$.x":{"in":"1"} },"emit":{{Emit}}}]""", "/rules/0/when/$.x/in", "must be a list")]
    [InlineData($$"""[{"when":{"first_of":3},"emit":{{Emit}}}]""", "/rules/0/when/first_of", "must be a path")]
    [InlineData($$"""[{"emit":[{{Emit}},{{Emit}}]}]""", "/rules/0/emit", "the same id")]
    [InlineData($$"""[{"emit":{{Emit}},"drop":"x"}]""", "/rules/0", "either \"emit\" or \"drop\"")]
    public void A_mistake_of_a_rule_is_named_with_its_place(string rules, string place, string says) => Only(Map(rules), place, says);

    [Theory]
    [InlineData("""{"from":"$.at","format":"q"}""", "/time/format", "can't say a day")]
    [InlineData("""{"from":"$.at","format":"HH:mm"}""", "/time/format", "can't say a day")]
    [InlineData("""{"from":"$.at","zone":"Europe/Atlantis"}""", "/time/zone", "no time zone")]
    [InlineData("""{"format":"iso"}""", "", "needs \"time\"")]
    public void A_mistake_of_the_time_is_named_with_its_place(string time, string place, string says) => Only(Map(time: time), place, says);

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        var found = Mistakes("""{"subject":"$","time":{"from":"$.at","zone":"Nowhere"},"rules":[{"emit":{"type":"helpdesk.ticket.gone"}}],"extra":1}""");
        Assert.Equal(["/extra", "/rules/0/emit/type", "/subject", "/time/zone"], found.Select(each => each.Pointer).Order(StringComparer.Ordinal));
    }
}
