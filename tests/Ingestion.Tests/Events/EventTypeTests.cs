using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Tests.Events;

public sealed class EventTypeTests
{
    private static readonly JsonSerializerOptions Wire = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>What comes in, and what goes on the bus (the golden form of the contract).</summary>
    public static TheoryData<string, string, string> Types => new()
    {
        {
            EventTypes.TicketOpened,
            """{"channel":"social","channel_detail":"WhatsApp","opened_by":"automation","customer":"joe@example.com","agent":"ann","team":"first","category":"billing","priority":"high","tags":["vip","late"],"area":"delivery","subject":"secret"}""",
            """{"channel":"social","channel_detail":"whatsapp","opened_by":"automation","customer":"474c056dafb010dd69aa6056773f39a2","agent":"ann","team":"first","category":"billing","priority":"high","tags":["vip","late"],"area":"delivery"}"""
        },
        { EventTypes.TicketReplied, """{"author":"agent","agent":"ann","public":false,"handoff":true,"handle_seconds":12.5,"channel":"chat","session_gap_hours":24,"text":"secret"}""", """{"channel":"chat","agent":"ann","author":"agent","public":false,"handoff":true,"handle_seconds":12.5,"session_gap_hours":24}""" },
        { EventTypes.TicketResolved, """{"agent":"ann","by":"bot","confirmed_by_customer":true}""", """{"agent":"ann","by":"bot","confirmed_by_customer":true}""" },
        { EventTypes.TicketReopened, """{"by":"customer"}""", """{"by":"customer"}""" },
        { EventTypes.TicketAssigned, """{"agent":null,"team":"second"}""", """{"cleared":["agent"],"team":"second"}""" },
        { EventTypes.TicketClassified, """{"category":"x","priority":null,"tags":null,"area":"pick_up","channel":"web","team":"t"}""", """{"cleared":["priority","tags"],"channel":"web","team":"t","category":"x","area":"pick_up"}""" },
        { EventTypes.TicketPended, """{"why":"secret"}""", "{}" },
        { EventTypes.TicketObserved, """{"status":"pending","opened_at":"2026-03-01T10:00:00+02:00","opened_by":"customer","agent":null,"team":"t","category":"c","priority":"p","tags":[],"channel":"voice","area":"a"}""", """{"cleared":["agent"],"channel":"voice","opened_by":"customer","team":"t","category":"c","priority":"p","tags":[],"area":"a","status":"pending","opened_at":"2026-03-01T08:00:00+00:00"}""" },
        { EventTypes.TicketRemoved, """{"reason":"merged","merged_into":"4712"}""", """{"reason":"merged","merged_into":"4712"}""" },
        { EventTypes.SurveySent, """{"kind":"nps","survey":"s1"}""", """{"kind":"nps","survey":"s1"}""" },
        { EventTypes.SurveyAnswered, """{"kind":"csat","score":4,"scale":"1-5","survey":"s1","agent":"ann","area":"delivery","has_comment":true,"comment":"secret"}""", """{"agent":"ann","area":"delivery","kind":"csat","score":4,"scale":"1-5","survey":"s1","has_comment":true}""" },
        { EventTypes.SurveyAnswered, """{"scale":"good-bad","kind":"csat","score":"bad"}""", """{"kind":"csat","score":0,"scale":"good-bad"}""" },
        { EventTypes.WorkLogged, """{"seconds":90,"agent":"ann","medium":"face_to_face"}""", """{"agent":"ann","seconds":90,"medium":"face_to_face"}""" },
        { EventTypes.CustomerJoined, """{"customer":"joe@example.com"}""", """{"customer":"474c056dafb010dd69aa6056773f39a2"}""" },
        { EventTypes.CustomerLeft, """{"customer":"joe@example.com","reason":"lapsed"}""", """{"customer":"474c056dafb010dd69aa6056773f39a2","reason":"lapsed"}""" },
        { EventTypes.ProductReturned, """{"customer":"joe@example.com","category":"shoes"}""", """{"customer":"474c056dafb010dd69aa6056773f39a2","category":"shoes"}""" },
        { EventTypes.CustomersCounted, """{"count":1000}""", """{"count":1000}""" },
        { EventTypes.AmountRecorded, """{"kind":"support_cost","amount":"1234.50","currency":"EUR","from":"2026-02-01T00:00:00Z","to":"2026-03-01T00:00:00Z"}""", """{"kind":"support_cost","amount":1234.50,"currency":"EUR","from":"2026-02-01T00:00:00+00:00","to":"2026-03-01T00:00:00+00:00"}""" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_is_read_whole_and_only_known_members_go_on(string type, string data, string onTheBus)
    {
        var written = JsonNode.Parse(JsonSerializer.Serialize(Samples.Taken(Samples.Event(type, data)).Data, Wire));
        Assert.Equal(JsonNode.Parse(onTheBus)!.ToJsonString(), written!.ToJsonString());
    }

    [Fact]
    public void Every_type_of_the_contract_has_a_sample_here() =>
        Assert.Equal(EventTypes.All.Order(), Types.Select(row => row.Data.Item1).Distinct().Order());

    [Fact]
    public void The_attributes_become_the_event_and_the_workspace_is_the_callers()
    {
        var json = Samples.Event(EventTypes.TicketPended, change: e => e["time"] = "2026-03-02T09:05:00.1234567+05:30");
        json["workspace"] = "other";
        var taken = Samples.Taken(json);
        Assert.Equal(("acme", "/zendesk/acme", "4711", "e1"), (taken.Workspace, taken.Source, taken.Subject, taken.Id));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 3, 35, 0, TimeSpan.Zero).AddMicroseconds(123456), taken.Time);
        Assert.Equal(TimeSpan.Zero, taken.Time.Offset);
        Assert.Equal((Samples.Now, Samples.Context.TraceParent), (taken.ReceivedAt, taken.TraceParent));
    }

    [Theory]
    [InlineData(EventTypes.CustomerJoined, """{"customer":"joe@example.com"}""")]
    [InlineData(EventTypes.CustomerLeft, """{"customer":"joe@example.com"}""")]
    [InlineData(EventTypes.ProductReturned, "{}")]
    public void The_subject_of_a_customers_event_is_hashed_like_the_customer(string type, string data)
    {
        var taken = Samples.Taken(Samples.Event(type, data, change: e => e["subject"] = "joe@example.com"));
        Assert.Equal("474c056dafb010dd69aa6056773f39a2", taken.Subject);
    }

    [Fact]
    public void A_pended_event_needs_no_data() => Samples.Taken(Samples.Event(EventTypes.TicketPended, change: e => e.Remove("data")));
}
