using System.Globalization;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>A Help Scout conversation; known by its <c>id</c>, not by the number that people see.</summary>
internal sealed class HelpScoutConversation(Delivery delivery, Node json)
{
    private readonly string id = json["id"].RequiredId;

    private DateTimeOffset CreatedAt => json["createdAt"].RequiredTime;

    private DateTimeOffset UpdatedAt => json["userUpdatedAt"].Time ?? json["closedAt"].Time ?? json["createdAt"].RequiredTime;

    /// <summary>A team can be the assignee as well; it has no address.</summary>
    private string? Agent => json["assignee"]["email"].Text is not null && json["assignee"]["id"].Id is { } agent && agent != "0" ? agent : null;

    public IEnumerable<Reading> Created()
    {
        var isClosed = json["status"].Text == "closed";
        if (json["status"].Text == "spam" || (isClosed && json["closedAt"].Time is { } closed && closed <= CreatedAt)) return [Delivery.Ignore(IgnoredReason.NoRequest)];
        var (channel, detail) = Channel();
        var opened = delivery.Event(EventTypes.TicketOpened, id, $"convo:{id}:opened", CreatedAt, new EventData
        {
            Channel = channel,
            ChannelDetail = detail,
            OpenedBy = json["createdBy"]["type"].Is("user") ? Party.Agent : Party.Customer,
            Customer = json["primaryCustomer"]["id"].Id ?? (json["createdBy"]["type"].Is("customer") ? json["createdBy"]["id"].Id : null),
            Agent = Agent,
            Team = json["mailboxId"].Id,
            Tags = Tags(),
        });
        // Closed a little later already: no other webhook may tell that.
        return isClosed ? [opened, StatusChanged()] : [opened];
    }

    /// <summary>The newest thread of these types.</summary>
    public IEnumerable<Reading> Written(params string[] types)
    {
        var threads = json["_embedded"]["threads"].Items.Where(each => types.Contains(each["type"].Text, StringComparer.Ordinal)).ToList();
        if (threads.Count == 0) return [Delivery.Ignore(IgnoredReason.TooThin)];
        var thread = threads.MaxBy(each => each["createdAt"].Time ?? DateTimeOffset.MinValue);
        if (thread["state"].Text is "draft" or "hidden" or "review") return [Delivery.Ignore(IgnoredReason.Draft)];
        var author = Author(thread);
        return
        [
            delivery.Event(EventTypes.TicketReplied, id, $"thread:{thread["id"].RequiredId}", thread["createdAt"].Time ?? UpdatedAt, new EventData
            {
                Author = author,
                Agent = author == Party.Agent ? thread["createdBy"]["id"].Id : null,
                Public = thread["type"].Text != "note",
            }),
        ];
    }

    public Reading StatusChanged()
    {
        if (json["status"].Text == "spam") return Removed("spam");
        if (json["status"].RequiredText != "closed") return Observed("convo.status");
        var closer = json["closedBy"].IsObject ? json["closedBy"]["id"].Id : json["closedBy"].Id;
        var at = json["closedAt"].Time ?? UpdatedAt;
        return delivery.Event(EventTypes.TicketResolved, id, $"convo:{id}:closed:{Key(at)}", at, closer is null or "0"
            ? new EventData { By = Party.Automation }
            : new EventData { By = Party.Agent, Agent = closer });
    }

    public Reading Assigned() => delivery.Event(EventTypes.TicketAssigned, id, $"convo:{id}:convo.assigned:{Key(UpdatedAt)}", UpdatedAt, new EventData
    {
        Agent = Agent,
        Cleared = Agent is null ? ["agent"] : null,
    });

    public Reading Observed(string name) => delivery.Event(EventTypes.TicketObserved, id, $"convo:{id}:{name}:{Key(UpdatedAt)}", UpdatedAt, new EventData
    {
        Status = json["status"].Text switch { "active" => TicketStatus.Open, "pending" => TicketStatus.Pending, "closed" => TicketStatus.Resolved, _ => null },
        OpenedAt = CreatedAt,
        OpenedBy = json["createdBy"]["type"].Is("user") ? Party.Agent : Party.Customer,
        Channel = Channel().Name,
        ChannelDetail = Channel().Detail,
        Agent = Agent,
        Team = json["mailboxId"].Id,
        Tags = Tags(),
        Cleared = Agent is null ? ["agent"] : null,
    });

    public Reading Removed(string reason) =>
        delivery.Event(EventTypes.TicketRemoved, id, $"convo:{id}:{reason}", json["userUpdatedAt"].Time ?? delivery.ReceivedAt, new EventData { Reason = reason });

    /// <summary>Line items are the log, workflows write as if they were users; who is neither user nor customer is taken for an automation.</summary>
    private static Party Author(Node thread) => thread["source"]["via"].Text switch
    {
        "automation" or "workflow" => Party.Automation,
        _ => thread["createdBy"]["type"].Text switch
        {
            "customer" => Party.Customer,
            "user" when thread["type"].Text == "customer" => Party.Customer, // written down or forwarded for the customer
            "user" when thread["createdBy"]["id"].Id is not null => Party.Agent,
            _ => Party.Automation,
        },
    };

    private (Channel Name, string? Detail) Channel() => json["type"].Text switch
    {
        "email" when json["source"]["type"].Text is "beacon-v2" or "beacon" => (Contracts.V1.Channel.Web, "beacon"),
        "email" => (Contracts.V1.Channel.Email, null),
        "chat" or "beaconchat" => (Contracts.V1.Channel.Chat, "beacon"),
        "phone" => (Contracts.V1.Channel.Voice, null),
        var other => (Contracts.V1.Channel.Other, other),
    };

    private List<string>? Tags() => json["tags"].IsArray ? [.. json["tags"].Items.Select(tag => tag["tag"].Text ?? tag["name"].Text).OfType<string>()] : null;

    private static string Key(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
