using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>The parts of an Intercom conversation: each is a message, a change, or both ("reply and assign"), whatever topic brings it.</summary>
internal sealed class IntercomParts(Delivery delivery, IntercomConversation conversation)
{
    /// <summary>What each topic is about, which must come out even when no part says so.</summary>
    private static readonly Dictionary<string, string> About = new(StringComparer.Ordinal)
    {
        ["conversation.user.replied"] = Replied,
        ["conversation.admin.replied"] = Replied,
        ["conversation.operator.replied"] = Replied,
        ["conversation.admin.noted"] = Replied,
        ["conversation.admin.assigned"] = Assigned,
        ["conversation.admin.open.assigned"] = Assigned,
        ["conversation.admin.closed"] = Resolved,
        ["conversation.admin.opened"] = Reopened,
        ["conversation.admin.snoozed"] = Pended,
        ["conversation.admin.unsnoozed"] = Reopened,
    };

    private const string Replied = EventTypes.TicketReplied;
    private const string Assigned = EventTypes.TicketAssigned;
    private const string Resolved = EventTypes.TicketResolved;
    private const string Reopened = EventTypes.TicketReopened;
    private const string Pended = EventTypes.TicketPended;

    public static bool Knows(string topic) => About.ContainsKey(topic);

    public IEnumerable<Reading> Read(string topic)
    {
        var facts = conversation.Parts.SelectMany(part => Facts(part, topic)).ToList();
        if (!facts.Any(fact => fact.Type == About[topic])) facts.Add(Unsaid(topic));
        if (topic == "conversation.user.replied" && conversation.OpenedByAnswer() is { } opened) yield return opened;
        foreach (var (type, id, time, data) in facts) yield return delivery.Event(type, conversation.Id, id, time, data);
    }

    /// <summary>Only a person is an agent: bots, Fin and the Operator, which older versions send as an admin, are bots.</summary>
    public static Party Author(Node author) => author["type"].Text switch
    {
        "user" or "lead" or "contact" or "visitor" => Party.Customer,
        "bot" => Party.Bot,
        "admin" when author["from_ai_agent"].IsTrue || author["is_ai_answer"].IsTrue => Party.Bot,
        "admin" when author["email"].Text?.StartsWith("operator+", StringComparison.OrdinalIgnoreCase) == true => Party.Bot,
        "admin" when author["id"].Id is not null => Party.Agent,
        _ => Party.Automation,
    };

    private IEnumerable<Fact> Facts(Node part, string topic)
    {
        var type = part["part_type"].RequiredText;
        var (id, time, author) = ($"part:{part["id"].RequiredId}", part["created_at"].RequiredTime, part["author"]);
        var who = topic == "conversation.operator.replied" ? Party.Bot : Author(author);
        var to = part["assigned_to"]["type"].Text;
        var handoff = who == Party.Bot && to is "admin" or "team" && IntercomConversation.Someone(part["assigned_to"]["id"]) is not null;
        var hasText = part["body"].Text is not null;
        // A reply that reopens comes as the part "open", maybe with attachments only.
        if (type is "comment" or "note" || hasText || handoff || (type == "open" && About[topic] == Replied))
        {
            yield return new Fact(Replied, $"{id}:replied", time, new EventData
            {
                Author = who,
                Agent = who == Party.Agent ? author["id"].Id : null,
                Public = !type.StartsWith("note", StringComparison.Ordinal) && (type == "comment" || hasText || !handoff),
                Handoff = handoff ? true : null,
            });
        }

        if (to is "admin" or "team" or "nobody_admin" || type == "assignment") yield return new Fact(Assigned, $"{id}:assigned", time, Owner(part["assigned_to"]));
        if (type is "open" or "assign_and_reopen" or "note_and_reopen" or "unsnoozed" or "assign_and_unsnooze") yield return new Fact(Reopened, $"{id}:reopened", time, new EventData { By = who });
        if (type is "snoozed") yield return new Fact(Pended, $"{id}:pended", time, new EventData());
        if (type is "close") yield return new Fact(Resolved, $"{id}:resolved", time, new EventData { By = who, Agent = who == Party.Agent ? author["id"].Id : null });
    }

    private EventData Owner(Node to) => to["type"].Text switch
    {
        "team" when IntercomConversation.Someone(to["id"]) is { } team => new EventData { Team = team },
        "admin" when IntercomConversation.Someone(to["id"]) is { } agent => new EventData { Agent = agent },
        { } => new EventData { Cleared = ["agent"] },
        null => new EventData { Agent = conversation.Agent, Team = conversation.Team, Cleared = conversation.Agent is null ? ["agent"] : null },
    };

    /// <summary>No part says it (an "unsnoozed" comes with the part that snoozed): known are only that it happened, and when the conversation changed last.</summary>
    private Fact Unsaid(string topic)
    {
        var (type, time) = (About[topic], conversation.UpdatedAt);
        var by = topic == "conversation.operator.replied" ? Party.Bot : topic == "conversation.user.replied" ? Party.Customer : Party.Automation;
        var data = type switch
        {
            Replied => new EventData { Author = by, Public = topic != "conversation.admin.noted" },
            Assigned => Owner(default),
            Pended => new EventData(),
            _ => new EventData { By = by },
        };
        return new Fact(type, $"conversation:{conversation.Id}:{topic}:{time.ToUnixTimeSeconds()}", time, data);
    }

    private sealed record Fact(string Type, string Id, DateTimeOffset Time, EventData Data);
}
