using System.Globalization;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>A conversation as Intercom sends it: <c>user</c>, <c>assignee</c> and <c>conversation_message</c> before API 2.0, <c>contacts</c>, <c>…_assignee_id</c> and <c>source</c> since.</summary>
internal sealed class IntercomConversation(Delivery delivery, Node item)
{
    public string Id { get; } = (item["id"].IsGiven ? item["id"] : item["conversation_id"]).RequiredId;

    public DateTimeOffset UpdatedAt => item["updated_at"].Time ?? item["created_at"].RequiredTime;

    public string? Agent => item["admin_assignee_id"].IsGiven ? Someone(item["admin_assignee_id"]) : item["assignee"]["type"].Is("admin") ? Someone(item["assignee"]["id"]) : null;

    public string? Team => Someone(item["team_assignee_id"]);

    public IEnumerable<Node> Parts => item["conversation_parts"]["conversation_parts"].Items;

    /// <summary>The first message; its author says who began.</summary>
    private Node First => item["source"].IsObject ? item["source"] : item["conversation_message"];

    private bool IsCampaign => First["delivered_as"].Text is "campaigns_initiated" or "automated";

    /// <summary>0, null and nobody_admin stand for nobody.</summary>
    public static string? Someone(Node id) => id.Id is { } some && some != "0" ? some : null;

    public IEnumerable<Reading> Created()
    {
        if (IsCampaign) return [Delivery.Ignore(IgnoredReason.NoRequest)];
        var author = IntercomParts.Author(First["author"]);
        var opened = Opened(item["created_at"].RequiredTime, author);
        // What a colleague sends first is closed there until the customer answers.
        return author == Party.Agent && State() == TicketStatus.Resolved
            ? [opened, delivery.Event(EventTypes.TicketPended, Id, $"conversation:{Id}:sent", item["created_at"].RequiredTime, new EventData())]
            : [opened];
    }

    /// <summary>The opening of a conversation that a campaign began, told with every answer of the customer, always the same; null for all others.</summary>
    public Reading? OpenedByAnswer()
    {
        if (!IsCampaign) return null;
        var at = item["first_contact_reply"]["created_at"].Time ?? item["statistics"]["first_contact_reply_at"].Time;
        return at is { } time ? Opened(time, Party.Customer) : null;
    }

    public Reading Rated()
    {
        var rating = item["conversation_rating"]["rating"].Exists ? item["conversation_rating"] : item["ai_agent"]["rating"].Exists ? item["ai_agent"] : item["conversation_rating"];
        var asked = rating["created_at"].Time is { } at ? at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : "0";
        var time = rating["updated_at"].Time ?? UpdatedAt;
        return delivery.Event(EventTypes.SurveyAnswered, Id, $"conversation:{Id}:rating:{asked}:{time.ToUnixTimeSeconds()}", time, new EventData
        {
            Kind = "csat",
            Score = rating["rating"].RequiredNumber,
            Scale = "1-5",
            Survey = $"{Id}:{asked}",
            Agent = rating["teammate"]["id"].Id,
            HasComment = rating["remark"].Text is not null,
        });
    }

    public Reading Deleted(DateTimeOffset time) => delivery.Event(EventTypes.TicketRemoved, Id, $"conversation:{Id}:deleted", time, new EventData { Reason = "deleted" });

    /// <summary>All tags and the priority there are now: the same second with other tags is another fact.</summary>
    public Reading Classified(DateTimeOffset time)
    {
        var tags = string.Join(',', item["tags"]["tags"].Items.Select(tag => tag["id"].Id).Order(StringComparer.Ordinal));
        return delivery.Event(EventTypes.TicketClassified, Id, $"conversation:{Id}:classified:{time.ToUnixTimeSeconds()}:{tags}:{Priority}", time, new EventData { Tags = Tags(), Priority = Priority });
    }

    public Reading Observed() => delivery.Event(EventTypes.TicketObserved, Id, $"conversation:{Id}:observed:{UpdatedAt.ToUnixTimeSeconds()}", UpdatedAt, new EventData
    {
        Status = State(),
        OpenedAt = item["created_at"].RequiredTime,
        OpenedBy = IntercomParts.Author(First["author"]),
        Channel = Channel().Name,
        ChannelDetail = Channel().Detail,
        Agent = Agent,
        Team = Team,
        Tags = Tags(),
        Priority = Priority,
        Cleared = Agent is null ? ["agent"] : null,
    });

    private Reading Opened(DateTimeOffset time, Party by) => delivery.Event(EventTypes.TicketOpened, Id, $"conversation:{Id}:opened", time, new EventData
    {
        Channel = Channel().Name,
        ChannelDetail = Channel().Detail,
        OpenedBy = by,
        Customer = item["contacts"]["contacts"].Items.Select(contact => contact["id"].Id).FirstOrDefault() ?? item["user"]["id"].Id,
        Agent = Agent,
        Team = Team,
        Tags = Tags(),
        Priority = Priority,
    });

    private string? Priority => item["priority"].Is("priority") ? "priority" : null;

    private List<string>? Tags() => item["tags"]["tags"].IsArray ? [.. item["tags"]["tags"].Items.Select(tag => tag["name"].Text).OfType<string>()] : null;

    private TicketStatus? State() => item["state"].Text switch
    {
        "open" => TicketStatus.Open,
        "snoozed" => TicketStatus.Pending,
        "closed" => TicketStatus.Resolved,
        _ => item["open"].Flag switch { true => TicketStatus.Open, false => TicketStatus.Resolved, null => null },
    };

    private (Channel Name, string? Detail) Channel() => item["source"]["type"].Text switch
    {
        "conversation" => (Contracts.V1.Channel.Chat, "messenger_chat"),
        "email" => (Contracts.V1.Channel.Email, null),
        "facebook" => (Contracts.V1.Channel.Social, "messenger"),
        "instagram" => (Contracts.V1.Channel.Social, "instagram"),
        "whatsapp" => (Contracts.V1.Channel.Social, "whatsapp"),
        "twitter" or "x" => (Contracts.V1.Channel.Social, "x"),
        "sms" => (Contracts.V1.Channel.Chat, "sms"),
        "phone_call" or "phone_switch" => (Contracts.V1.Channel.Voice, null),
        { } other => (Contracts.V1.Channel.Other, other),
        null => First["subject"].Text is null ? (Contracts.V1.Channel.Chat, null) : (Contracts.V1.Channel.Email, null),
    };
}
