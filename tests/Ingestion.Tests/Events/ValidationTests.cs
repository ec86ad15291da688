using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;

namespace KpiPlatform.Ingestion.Tests.Events;

public sealed class ValidationTests
{
    [Theory]
    [InlineData(EventTypes.TicketOpened, "{}", "/data/channel missing")]
    [InlineData(EventTypes.TicketOpened, """{"channel":null}""", "/data/channel missing")]
    [InlineData(EventTypes.TicketOpened, """{"channel":"fax"}""", "/data/channel unknown_word")]
    [InlineData(EventTypes.TicketOpened, """{"channel":7}""", "/data/channel wrong_type")]
    [InlineData(EventTypes.TicketOpened, """{"channel":"email","opened_by":"bot"}""", "/data/opened_by unknown_word")]
    [InlineData(EventTypes.TicketOpened, """{"channel":"email","agent":""}""", "/data/agent empty")]
    [InlineData(EventTypes.TicketOpened, """{"channel":"email","customer":" "}""", "/data/customer empty")]
    [InlineData(EventTypes.TicketOpened, """{"channel":"email","tags":"vip"}""", "/data/tags wrong_type")]
    [InlineData(EventTypes.TicketOpened, """{"channel":"email","tags":["a",1]}""", "/data/tags/1 wrong_type")]
    [InlineData(EventTypes.TicketOpened, """{"channel":"email","team":"a\u0000b"}""", "/data/team bad_text")]
    [InlineData(EventTypes.TicketReplied, "{}", "/data/author missing")]
    [InlineData(EventTypes.TicketReplied, """{"author":"agent"}""", "/data/agent missing")]
    [InlineData(EventTypes.TicketReplied, """{"author":"customer","public":"no"}""", "/data/public wrong_type")]
    [InlineData(EventTypes.TicketReplied, """{"author":"customer","handle_seconds":-1}""", "/data/handle_seconds out_of_range")]
    [InlineData(EventTypes.TicketReplied, """{"author":"customer","handle_seconds":1e400}""", "/data/handle_seconds out_of_range")]
    [InlineData(EventTypes.TicketReplied, """{"author":"customer","session_gap_hours":0}""", "/data/session_gap_hours out_of_range")]
    [InlineData(EventTypes.TicketResolved, """{"by":"me"}""", "/data/by unknown_word")]
    [InlineData(EventTypes.TicketObserved, """{"status":"closed"}""", "/data/status unknown_word")]
    [InlineData(EventTypes.TicketObserved, """{"opened_at":"yesterday"}""", "/data/opened_at bad_format")]
    [InlineData(EventTypes.TicketRemoved, "{}", "/data/reason missing")]
    [InlineData(EventTypes.TicketRemoved, """{"reason":"boring"}""", "/data/reason unknown_word")]
    [InlineData(EventTypes.SurveySent, """{"kind":"love"}""", "/data/kind unknown_word")]
    [InlineData(EventTypes.SurveyAnswered, """{"kind":"csat","scale":"1-5","score":6}""", "/data/score out_of_range")]
    [InlineData(EventTypes.SurveyAnswered, """{"kind":"csat","scale":"1-5","score":"good"}""", "/data/score wrong_type")]
    [InlineData(EventTypes.SurveyAnswered, """{"kind":"csat","scale":"good-bad","score":1}""", "/data/score unknown_word")]
    [InlineData(EventTypes.SurveyAnswered, """{"kind":"csat","scale":"good-bad","score":"fine"}""", "/data/score unknown_word")]
    [InlineData(EventTypes.SurveyAnswered, """{"kind":"csat","scale":"5-1","score":3}""", "/data/scale bad_format")]
    [InlineData(EventTypes.SurveyAnswered, """{"kind":"csat","scale":"stars","score":3}""", "/data/scale bad_format")]
    [InlineData(EventTypes.WorkLogged, """{"seconds":99999999}""", "/data/seconds out_of_range")]
    [InlineData(EventTypes.WorkLogged, """{"seconds":1,"medium":"pigeon"}""", "/data/medium unknown_word")]
    [InlineData(EventTypes.CustomerJoined, "{}", "/data/customer missing")]
    [InlineData(EventTypes.CustomerLeft, """{"customer":"joe","reason":"spam"}""", "/data/reason unknown_word")]
    [InlineData(EventTypes.CustomersCounted, """{"count":1.5}""", "/data/count bad_format")]
    [InlineData(EventTypes.CustomersCounted, """{"count":-1}""", "/data/count out_of_range")]
    public void A_mistake_in_data_is_named_with_its_place(string type, string data, string mistake) =>
        Assert.Equal([mistake], Samples.Mistakes(Samples.Event(type, data)));

    [Theory]
    [InlineData("amount", "12.5", "/data/amount wrong_type")]
    [InlineData("amount", "\"12,50\"", "/data/amount bad_format")]
    [InlineData("amount", "\"1e5\"", "/data/amount bad_format")]
    [InlineData("currency", "\"eur\"", "/data/currency bad_format")]
    [InlineData("to", "\"2026-01-01T00:00:00Z\"", "/data/to out_of_range")]
    [InlineData("kind", "\"rent\"", "/data/kind unknown_word")]
    public void A_wrong_amount_is_named_with_its_place(string member, string value, string mistake)
    {
        var json = Samples.Event(EventTypes.AmountRecorded, """{"kind":"revenue","amount":"1.00","currency":"EUR","from":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z"}""");
        json["data"]![member] = System.Text.Json.Nodes.JsonNode.Parse(value);
        Assert.Equal([mistake], Samples.Mistakes(json));
    }

    [Theory]
    [InlineData("id", "/id missing")]
    [InlineData("source", "/source missing")]
    [InlineData("subject", "/subject missing")]
    [InlineData("time", "/time missing")]
    [InlineData("type", "/type missing")]
    [InlineData("specversion", "/specversion missing")]
    public void An_event_without_an_attribute_is_refused_by_name(string attribute, string mistake)
    {
        Assert.Equal([mistake], Samples.Mistakes(Samples.Event(EventTypes.TicketPended, change: e => e.Remove(attribute))));
        Assert.Equal([mistake], Samples.Mistakes(Samples.Event(EventTypes.TicketPended, change: e => e[attribute] = null)));
    }

    [Theory]
    [InlineData("id", "", "/id empty")]
    [InlineData("specversion", "0.3", "/specversion unknown_word")]
    [InlineData("type", "helpdesk.ticket.exploded", "/type unknown_type")]
    [InlineData("time", "2026-03-02T09:05:00", "/time bad_format")]
    [InlineData("time", "1989-12-31T23:59:59Z", "/time out_of_range")]
    [InlineData("time", "2026-03-03T12:00:01Z", "/time out_of_range")]
    [InlineData("datacontenttype", "text/plain", "/datacontenttype unknown_word")]
    public void A_wrong_attribute_is_named(string attribute, string value, string mistake) =>
        Assert.Equal([mistake], Samples.Mistakes(Samples.Event(EventTypes.TicketPended, change: e => e[attribute] = value)));

    [Fact]
    public void Ids_may_have_256_characters_and_not_one_more()
    {
        Samples.Taken(Samples.Event(EventTypes.TicketPended, change: e => e["id"] = new string('x', 256)));
        Assert.Equal(["/id too_long"], Samples.Mistakes(Samples.Event(EventTypes.TicketPended, change: e => e["id"] = new string('x', 257))));
    }

    [Fact]
    public void All_mistakes_are_named_at_once() => Assert.Equal(
        ["/source empty", "/specversion missing", "/id missing", "/time bad_format", "/data/author unknown_word", "/data/handle_seconds wrong_type"],
        Samples.Mistakes("""{"source":"","type":"helpdesk.ticket.replied","subject":"1","time":"now","data":{"author":"god","handle_seconds":"3"}}"""));

    [Fact]
    public void Members_given_twice_are_refused() => Assert.Equal(
        ["/id repeated_member", "/data/by repeated_member"],
        Samples.Mistakes("""{"specversion":"1.0","id":"1","id":"2","source":"/s","type":"helpdesk.ticket.reopened","subject":"1","time":"2026-03-02T09:05:00Z","data":{"by":"agent","by":null}}"""));

    [Theory]
    [InlineData("""{"by":"agent","note":"\ud800"}""")]
    [InlineData("""{"by":"agent","\udc00":1}""")]
    public void Half_a_surrogate_pair_in_what_is_passed_over_does_no_harm(string data) =>
        Assert.Empty(Samples.Mistakes($$"""{"specversion":"1.0","id":"1","source":"/s","type":"helpdesk.ticket.reopened","subject":"1","time":"2026-03-02T09:05:00Z","data":{{data}}}"""));

    [Fact]
    public void Half_a_surrogate_pair_in_an_id_is_named() => Assert.Equal(
        ["/id bad_text"],
        Samples.Mistakes("""{"specversion":"1.0","id":"\ud800","source":"/s","type":"helpdesk.ticket.pended","subject":"1","time":"2026-03-02T09:05:00Z"}"""));

    [Fact]
    public void Another_applications_event_is_ignored_whatever_its_data_is() => Assert.Equal(
        new Reading.Ignored(IgnoredReason.UnknownType),
        Samples.Read("""{"specversion":"1.0","id":"1","source":"/s","type":"com.example.someevent","data_base64":"AAAA"}"""));
}
