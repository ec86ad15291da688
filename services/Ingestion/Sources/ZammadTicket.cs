using System.Globalization;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// A ticket of Zammad. Its opening is told with every delivery, under one id, since the delivery that was about it may be lost; how it is now is a snapshot.
/// </summary>
internal sealed class ZammadTicket(Delivery delivery, Node json)
{
    private static readonly string[] Closed = ["closed"];
    private static readonly string[] Pending = ["pending reminder", "pending close"];
    private static readonly string[] Open = ["new", "open"];

    private readonly string id = json["id"].RequiredId;

    private string? Owner => Sentinels.Id(json["owner_id"].Id, also: "1");

    /// <summary>An object in webhooks, a name in the API's answers.</summary>
    private string? Group => json["group"]["name"].Text ?? json["group"].Text ?? json["group_id"].Id;

    private string? State => json["state"]["name"].Text ?? json["state"].Text;

    /// <summary>Zammad's are "2 normal": the number is for sorting.</summary>
    private string? Priority => (json["priority"]["name"].Text ?? json["priority"].Text)?.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ').ToLowerInvariant();

    private IReadOnlyList<string>? Tags => json["tags"].IsArray
        ? [.. json["tags"].Items.Select(tag => tag.Text).OfType<string>()]
        : json["tags"].Text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private DateTimeOffset CreatedAt => json["created_at"].RequiredTime;

    private DateTimeOffset UpdatedAt => json["updated_at"].RequiredTime;

    private Party OpenedBy => json["create_article_sender"].Text switch { "Agent" => Party.Agent, "System" => Party.Automation, _ => Party.Customer };

    private TicketStatus? Status => State switch
    {
        null => null,
        var state when IsOneOf(state, "closed_states", Closed) => TicketStatus.Resolved,
        var state when IsOneOf(state, "pending_states", Pending) => TicketStatus.Pending,
        var state when IsOneOf(state, "open_states", Open) => TicketStatus.Open,
        _ => null,
    };

    public IEnumerable<Reading> With(IEnumerable<Node> articles)
    {
        if (State is "merged") return [Removed("merged")];
        if (State is "removed") return [Removed("deleted")];
        var told = Delivery.Each(articles, article => [Article(article)]);
        return [Opened(), .. told, .. ClosedAt(), Observed()];
    }

    private Reading Opened()
    {
        var (channel, detail) = Channel();
        var opening = new EventData { Channel = channel, ChannelDetail = detail, Customer = Sentinels.Id(json["customer_id"].Id), OpenedBy = OpenedBy };
        return delivery.Event(EventTypes.TicketOpened, id, $"ticket:{id}:opened", CreatedAt, opening);
    }

    private Reading Observed()
    {
        var (owner, group, priority) = (Owner, Group, Priority);
        return delivery.Event(EventTypes.TicketObserved, id, $"ticket:{id}:{Version(UpdatedAt)}", UpdatedAt, new EventData
        {
            Status = Status,
            OpenedAt = CreatedAt,
            OpenedBy = OpenedBy,
            Channel = Channel().Channel,
            Agent = owner,
            Team = group,
            Priority = priority,
            Tags = Tags,
            Cleared = Sentinels.Cleared(("agent", owner), ("team", group), ("priority", priority)),
        });
    }

    /// <summary>Newer versions say when a ticket was closed last; it may have been changed since.</summary>
    private IEnumerable<Reading> ClosedAt()
    {
        if (Status != TicketStatus.Resolved || json["last_close_at"].Time is not { } at) yield break;
        yield return delivery.Event(EventTypes.TicketResolved, id, $"ticket:{id}:closed:{Version(at)}", at, new EventData());
    }

    private Reading Removed(string reason) => delivery.Event(EventTypes.TicketRemoved, id, $"ticket:{id}:removed:{reason}", UpdatedAt, new EventData { Reason = reason });

    private Reading Article(Node article)
    {
        var author = article["sender"].RequiredText switch
        {
            _ when article["preferences"]["is-auto-response"].IsTrue => Party.Automation,
            "Customer" => Party.Customer,
            "Agent" => Party.Agent,
            _ => Party.Automation,
        };
        // An agent without an id is nobody that can be named.
        var agent = author == Party.Agent ? Sentinels.Id(article["created_by_id"].Id, also: "1") : null;
        if (author == Party.Agent && agent is null) author = Party.Automation;
        var isPublic = article["internal"].Flag == false && !article["type"].Is("note");
        var data = new EventData { Author = author, Agent = agent, Public = isPublic };
        return delivery.Event(EventTypes.TicketReplied, id, $"article:{article["id"].RequiredId}", article["created_at"].RequiredTime, data);
    }

    private (Channel Channel, string? Detail) Channel() => json["create_article_type"].Text switch
    {
        "email" => (Contracts.V1.Channel.Email, null),
        "phone" => (Contracts.V1.Channel.Voice, null),
        "web" => (Contracts.V1.Channel.Web, null),
        "chat" => (Contracts.V1.Channel.Chat, null),
        "sms" => (Contracts.V1.Channel.Chat, "sms"),
        { } type when type.StartsWith("twitter", StringComparison.Ordinal) => (Contracts.V1.Channel.Social, "x"),
        { } type when type.StartsWith("facebook", StringComparison.Ordinal) => (Contracts.V1.Channel.Social, "facebook"),
        { } type when type.StartsWith("telegram", StringComparison.Ordinal) => (Contracts.V1.Channel.Social, "telegram"),
        { } type when type.StartsWith("whatsapp", StringComparison.Ordinal) => (Contracts.V1.Channel.Social, "whatsapp"),
        var other => (Contracts.V1.Channel.Other, other),
    };

    private bool IsOneOf(string state, string option, string[] own) =>
        own.Concat(delivery.Connection.OptionList(option)).Contains(state, StringComparer.OrdinalIgnoreCase);

    private static string Version(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
