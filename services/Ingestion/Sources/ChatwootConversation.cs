using System.Globalization;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>A conversation as Chatwoot writes it in webhooks, beside messages and in the REST API.</summary>
/// <param name="accountBeside">The account where it stands beside the conversation.</param>
internal sealed class ChatwootConversation(Delivery delivery, Node json, string? accountBeside = null)
{
    /// <summary>From the API or a dump, so that it is not news.</summary>
    public bool IsRecord { get; init; }

    /// <summary>The payloads of 2021 do not say it everywhere.</summary>
    public string Account { get; } =
        accountBeside ?? json["account"]["id"].Id ?? json["account_id"].Id ?? json["messages"].Items.FirstOrDefault()["account_id"].Id
        ?? delivery.Connection.Options["pull"]["account"].Id ?? delivery.Connection.Account;

    public string Ticket => $"{Account}:{json["id"].RequiredId}";

    /// <summary>A blocked contact's conversation is born resolved and stays so.</summary>
    public bool IsNoRequest => Status == TicketStatus.Resolved && json["meta"]["sender"]["blocked"].IsTrue;

    /// <summary>Null where nobody or a bot owns it.</summary>
    public string? Assignee => json["meta"]["assignee"] is var assignee && ChatwootMessage.IsPerson(assignee["type"].Text ?? json["meta"]["assignee_type"].Text ?? "user") ? assignee["id"].Id : null;

    private string? Team => json["meta"]["team"]["name"].Text ?? json["meta"]["team"]["id"].Id;

    private IReadOnlyList<string>? Tags => json["labels"].IsArray ? [.. json["labels"].Items.Select(label => label.Text).OfType<string>()] : null;

    private DateTimeOffset? CreatedAt => json["created_at"].Time;

    private DateTimeOffset? LastActivityAt => json["last_activity_at"].Time ?? json["timestamp"].Time;

    /// <summary>In databases' dumps a number. Pending means that a bot has it: nobody waits for the customer.</summary>
    private TicketStatus Status => (json["status"].Id ?? json["status"].RequiredText) switch
    {
        "open" or "0" or "pending" or "2" => TicketStatus.Open,
        "snoozed" or "3" => TicketStatus.Pending,
        "resolved" or "1" => TicketStatus.Resolved,
        _ => throw json["status"].Wrong("one of open, resolved, pending, snoozed"),
    };

    public Reading Created()
    {
        if (Status == TicketStatus.Resolved) return Delivery.Ignore(IgnoredReason.NoRequest);
        return Opened(opening => opening with { Agent = Assignee, Team = Team, Priority = json["priority"].Text, Tags = Tags });
    }

    /// <summary>What never changes about it; <paramref name="more"/> is what it was like at first.</summary>
    public Reading Opened(Func<EventData, EventData>? more = null)
    {
        var (channel, detail) = Channel();
        var opening = new EventData
        {
            Channel = channel,
            ChannelDetail = detail,
            Customer = json["meta"]["sender"]["id"].Id ?? json["contact_inbox"]["contact_id"].Id,
            OpenedBy = OpenedBy(),
        };
        var at = CreatedAt ?? LastActivityAt ?? json["created_at"].RequiredTime;
        return delivery.Event(EventTypes.TicketOpened, Ticket, $"conversation:{Ticket}:opened", at, more?.Invoke(opening) ?? opening);
    }

    /// <summary>The whole conversation. Its id does not say which event told it, so that it is the same from another hook or from the API.</summary>
    public Reading Snapshot()
    {
        if (IsNoRequest) return Delivery.Ignore(IgnoredReason.NoRequest);
        var (agent, team, priority) = (Assignee, Team, json["priority"].Text);
        var snapshot = new EventData
        {
            Status = Status,
            OpenedAt = CreatedAt,
            OpenedBy = OpenedBy(),
            Channel = Channel().Channel,
            Agent = agent,
            Team = team,
            Priority = priority,
            Tags = Tags,
            Cleared = Sentinels.Cleared(("agent", agent), ("team", team), ("priority", priority)),
        };
        if (json["updated_at"].Time is { } at) return delivery.Event(EventTypes.TicketObserved, Ticket, $"conversation:{Ticket}:{Version(at)}", at, snapshot);
        // The first versions say only when the last message was written: two states may share it.
        var last = LastActivityAt ?? json["updated_at"].RequiredTime;
        return delivery.Event(EventTypes.TicketObserved, Ticket, $"conversation:{Ticket}:{Version(last)}:{json["status"].Id}", IsRecord ? last : delivery.ReceivedAt, snapshot);
    }

    public IEnumerable<Reading> Updated()
    {
        yield return Snapshot();
        if (!IsNoRequest && IsHandOver() && json["updated_at"].Time is { } at)
        {
            var handOver = new EventData { Author = Party.Bot, Public = false, Handoff = true };
            yield return delivery.Event(EventTypes.TicketReplied, Ticket, $"handoff:{Ticket}:{Version(at)}", at, handOver);
        }
    }

    /// <summary>A bot's conversation comes to people. Once an agent has written, pending was set by hand.</summary>
    private bool IsHandOver()
    {
        var status = json["changed_attributes"].Items.Select(change => change["status"]).FirstOrDefault(change => change.IsObject);
        return status["previous_value"].Id is "pending" or "2" && status["current_value"].Id is "open" or "0" && !json["first_reply_created_at"].Exists;
    }

    private Party OpenedBy()
    {
        var messages = json["messages"].Items.ToList();
        return messages.Count > 0 && IsNew(messages[0]) ? ChatwootMessage.Opener(messages) : Party.Customer;
    }

    /// <summary>Webhooks bring the last message and the API the last ones: the first is there only where it is as old as the conversation.</summary>
    private bool IsNew(Node message) => CreatedAt is { } created && message["created_at"].Time is { } written && (written - created).Duration() <= TimeSpan.FromSeconds(1);

    private (Channel Channel, string? Detail) Channel() => (json["channel"].Text ?? json["meta"]["channel"].Text) switch
    {
        "Channel::WebWidget" => (Contracts.V1.Channel.Chat, "live_chat"),
        "Channel::Email" => (Contracts.V1.Channel.Email, null),
        "Channel::Whatsapp" => (Contracts.V1.Channel.Social, "whatsapp"),
        "Channel::TwilioSms" when json["contact_inbox"]["source_id"].Text?.StartsWith("whatsapp:", StringComparison.Ordinal) == true => (Contracts.V1.Channel.Social, "whatsapp"),
        "Channel::TwilioSms" or "Channel::Sms" => (Contracts.V1.Channel.Chat, "sms"),
        "Channel::FacebookPage" when json["additional_attributes"]["type"].Is("instagram_direct_message") => (Contracts.V1.Channel.Social, "instagram"),
        "Channel::FacebookPage" => (Contracts.V1.Channel.Social, "messenger"),
        "Channel::TwitterProfile" => (Contracts.V1.Channel.Social, "x"),
        "Channel::Instagram" or "Channel::Telegram" or "Channel::Line" or "Channel::Tiktok" => (Contracts.V1.Channel.Social, Last()),
        "Channel::Voice" => (Contracts.V1.Channel.Voice, null),
        null => (Contracts.V1.Channel.Other, null),
        _ => (Contracts.V1.Channel.Other, Last()),
    };

    private string Last() => (json["channel"].Text ?? json["meta"]["channel"].Text)!.Split(':')[^1].ToLowerInvariant();

    /// <summary>Microseconds: Chatwoot writes the same instant with more or fewer decimals.</summary>
    private static string Version(DateTimeOffset at) => ((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);
}
