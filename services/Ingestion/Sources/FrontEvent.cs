using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>One event of Front: <c>source</c> is who did it, <c>target</c> what it was done with, <c>conversation</c> where. Names differ between apps and rules, the meaning does not.</summary>
internal sealed class FrontEvent(Delivery delivery, Node told)
{
    private static readonly Dictionary<string, Func<FrontEvent, IEnumerable<Reading>>> ByType = new(StringComparer.Ordinal)
    {
        ["inbound"] = e => e.Message(isInbound: true),
        ["inbound_received"] = e => e.Message(isInbound: true),
        ["outbound"] = e => e.Message(isInbound: false),
        ["outbound_sent"] = e => e.Message(isInbound: false),
        ["out_reply"] = e => e.Message(isInbound: false),
        ["comment"] = e => e.Comment(),
        ["new_comment_added"] = e => e.Comment(),
        ["archive"] = e => e.Archived(),
        ["conversation_archived"] = e => e.Archived(),
        ["reopen"] = e => e.Reopened(),
        ["conversation_reopened"] = e => e.Reopened(),
        ["assign"] = e => e.Assigned(),
        ["unassign"] = e => e.Assigned(),
        ["assignee_changed"] = e => e.Assigned(),
        ["tag"] = e => e.Tagged(),
        ["untag"] = e => e.Tagged(),
        ["tag_added"] = e => e.Tagged(),
        ["tag_removed"] = e => e.Tagged(),
        ["move"] = e => e.Moved(),
        ["conversation_moved"] = e => e.Moved(),
        ["snooze"] = e => e.Snoozed(),
        ["conversation_snoozed"] = e => e.Snoozed(),
        ["unsnooze"] = e => e.Reopened(),
        ["conversation_unsnoozed"] = e => e.Reopened(),
        ["reminder"] = e => e.Reopened(),
        ["conversation_snooze_expired"] = e => e.Reopened(),
        ["trash"] = e => e.Deleted(),
        ["conversation_deleted"] = e => e.Deleted(),
        ["conversations_merged"] = e => e.Merged(),
        ["ticket_status_update"] = e => e.StatusUpdated(),
        ["ticket_status_updated"] = e => e.StatusUpdated(),
    };

    private readonly FrontConversation conversation = new(told["conversation"].RequiredObject);

    private readonly Node target = told["target"]["data"];

    private string EventId => told["id"].RequiredId;

    private DateTimeOffset EmittedAt => told["emitted_at"].RequiredTime;

    public static bool Knows(string type) => ByType.ContainsKey(type);

    public IEnumerable<Reading> Read(string type) => ByType[type](this);

    private IEnumerable<Reading> Message(bool isInbound)
    {
        if (target["is_draft"].IsTrue) return [Delivery.Ignore(IgnoredReason.Draft)];
        if (!target["author"].IsObject && !target["type"].IsGiven) return [Delivery.Ignore(IgnoredReason.TooThin)];
        var (id, at) = (target["id"].RequiredId, target["created_at"].Time ?? EmittedAt);
        var author = isInbound ? Party.Customer : Author();
        if (conversation.IsOpenedAt(at) && author != Party.Automation) return [Opened(at, author)];
        return [Event(EventTypes.TicketReplied, $"message:{id}", new EventData { Author = author, Agent = author == Party.Agent ? Agent() : null }, at)];
    }

    private Reading Opened(DateTimeOffset at, Party by)
    {
        var (channel, detail) = FrontConversation.Channel(target["type"]);
        return Event(EventTypes.TicketOpened, "opened", new EventData
        {
            Channel = channel,
            ChannelDetail = detail,
            OpenedBy = by,
            Customer = conversation.Customer,
            Agent = conversation.Assignee,
            Team = Inbox,
            Tags = conversation.Tags,
        }, at);
    }

    private IEnumerable<Reading> Comment()
    {
        var writer = target["author"]["id"].Id;
        var data = new EventData { Author = writer is null ? Party.Automation : Party.Agent, Agent = writer, Public = false };
        return [Event(EventTypes.TicketReplied, $"comment:{target["id"].RequiredId}", data, target["posted_at"].Time ?? EmittedAt)];
    }

    private IEnumerable<Reading> Archived() => conversation.StatusCategory is null or "resolved"
        ? [Event(EventTypes.TicketResolved, $"{EventId}:resolved", new EventData { By = By(), Agent = By() == Party.Agent ? Agent() : null })]
        : [Delivery.Ignore(IgnoredReason.ToldByAnother)]; // the ticket's status says when it is done

    private IEnumerable<Reading> Reopened() => [Event(EventTypes.TicketReopened, $"{EventId}:reopened", new EventData { By = By() })];

    private IEnumerable<Reading> Snoozed() => [Event(EventTypes.TicketPended, $"{EventId}:pended", new EventData())];

    private IEnumerable<Reading> StatusUpdated() => conversation.StatusCategory switch
    {
        "resolved" => [Event(EventTypes.TicketResolved, $"{EventId}:resolved", new EventData { By = By(), Agent = By() == Party.Agent ? Agent() : null })],
        "waiting" => [Event(EventTypes.TicketObserved, $"{EventId}:observed", new EventData { Status = TicketStatus.Pending })],
        "open" => [Event(EventTypes.TicketObserved, $"{EventId}:observed", new EventData { Status = TicketStatus.Open })],
        _ => [Delivery.Ignore(IgnoredReason.TooThin)],
    };

    private IEnumerable<Reading> Assigned() => conversation.KnowsAssignee
        ? [Event(EventTypes.TicketAssigned, $"{EventId}:assigned", new EventData { Agent = conversation.Assignee, Cleared = conversation.Assignee is null ? ["agent"] : null })]
        : [Delivery.Ignore(IgnoredReason.TooThin)];

    private IEnumerable<Reading> Tagged() => conversation.Tags is { } tags
        ? [Event(EventTypes.TicketClassified, $"{EventId}:tagged", new EventData { Tags = tags })]
        : [Delivery.Ignore(IgnoredReason.TooThin)];

    private IEnumerable<Reading> Moved() => (target["id"].Id ?? Inbox) is { } inbox
        ? [Event(EventTypes.TicketAssigned, $"{EventId}:moved", new EventData { Team = inbox })]
        : [Delivery.Ignore(IgnoredReason.TooThin)];

    private IEnumerable<Reading> Deleted() => [Event(EventTypes.TicketRemoved, "deleted", new EventData { Reason = "deleted" })];

    /// <summary>The targets went into the conversation.</summary>
    private IEnumerable<Reading> Merged()
    {
        IEnumerable<Node> targets = target.IsArray ? target.Items : [target];
        var gone = targets.Select(each => each["id"].Id).OfType<string>().Where(id => id.StartsWith("cnv_", StringComparison.Ordinal) && id != conversation.Id).ToList();
        return gone.Count == 0
            ? [Delivery.Ignore(IgnoredReason.TooThin)]
            : gone.Select(id => delivery.Event(EventTypes.TicketRemoved, id, $"{id}:merged", EmittedAt, new EventData { Reason = "merged", MergedInto = conversation.Id }));
    }

    private string? Inbox => !told["source"]["_meta"]["type"].Is("inboxes") ? null
        : (told["source"]["data"].IsArray ? told["source"]["data"].Items.FirstOrDefault()["id"] : told["source"]["data"]["id"]).Id is { } id && id.StartsWith("inb_", StringComparison.Ordinal) ? id : null;

    /// <summary>Who did it: a teammate, a recipient, or else a rule, the API, a sync.</summary>
    private Party By() => told["source"]["_meta"]["type"].Text switch { "teammate" => Party.Agent, "recipient" => Party.Customer, _ => Party.Automation };

    /// <summary>Who wrote an outbound message. An app's webhooks name the inbox as its source and the teammate as the message's author.</summary>
    private Party Author() => By() == Party.Agent || (told["source"]["_meta"]["type"].Is("inboxes") && Agent() is not null) ? Party.Agent : Party.Automation;

    private string? Agent() => target["author"]["id"].Id ?? (By() == Party.Agent ? told["source"]["data"]["id"].Id : null);

    private Reading Event(string type, string fact, EventData data, DateTimeOffset? at = null) =>
        delivery.Event(type, conversation.Id, $"{conversation.Id}:{fact}", at ?? EmittedAt, data);
}
