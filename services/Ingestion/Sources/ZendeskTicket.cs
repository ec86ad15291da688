using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>A ticket as Zendesk writes it in events, records and (in other words) triggers, and the facts about it that several of them tell.</summary>
internal sealed class ZendeskTicket(Delivery delivery, Node json)
{
    public string Id { get; } = json["id"].RequiredId;

    public string? Requester { get; } = Sentinels.Id(json["requester_id"].Id ?? json["requester"]["id"].Id);

    public string? Assignee { get; } = Sentinels.Id(json["assignee_id"].Id ?? json["assignee"]["id"].Id);

    public string? Group { get; } = Sentinels.Id(json["group_id"].Id ?? json["group"]["id"].Id);

    private string? Submitter { get; } = Sentinels.Id(json["submitter_id"].Id ?? json["submitter"]["id"].Id);

    public string? Priority { get; } = json["priority"].Text?.ToLowerInvariant();

    /// <summary>A list, or words with spaces between.</summary>
    public IReadOnlyList<string>? Tags { get; } = TagsOf(json["tags"]);

    public string? Via { get; } = json["via"]["channel"].Id;

    public string Status { get; } = json["status"].Text?.ToUpperInvariant() ?? "";

    public bool IsSample => Via == "sample_ticket";

    public bool IsImport => Via == "import";

    public Party OpenedBy => Via is "rule" or "linked_problem" or "monitor_event" ? Party.Automation : Submitter is not null && Requester is not null && Submitter != Requester ? Party.Agent : Party.Customer;

    /// <param name="atFirst">Owner, group, priority and tags as they were when the ticket was made, where that is known.</param>
    public Reading Opened(DateTimeOffset at, EventData atFirst)
    {
        var (channel, detail) = ZendeskChannels.Of(Via);
        return Event(EventTypes.TicketOpened, "created", at, atFirst with { Channel = channel, ChannelDetail = detail, Customer = Requester, OpenedBy = OpenedBy });
    }

    /// <summary>For a ticket that is told as it was made.</summary>
    public EventData Attributes => new() { Agent = Assignee, Team = Group, Priority = Priority, Tags = Tags };

    public Reading Observed(DateTimeOffset at, DateTimeOffset? openedAt) => Event(EventTypes.TicketObserved, $"observed:{Second(at)}", at, new EventData
    {
        Status = StatusOf(Status),
        OpenedAt = openedAt,
        OpenedBy = OpenedBy,
        Channel = ZendeskChannels.Of(Via).Channel,
        Agent = Assignee,
        Team = Group,
        Priority = Priority,
        Tags = Tags,
        Cleared = Sentinels.Cleared(("agent", Assignee), ("team", Group), ("priority", Priority)),
    });

    public Reading Replied(string comment, DateTimeOffset at, Party author, string? writer, bool isPublic) => delivery.Event(
        EventTypes.TicketReplied, Id, $"comment:{comment}", at, new EventData { Author = author, Agent = author == Party.Agent ? writer : null, Public = isPublic });

    /// <summary>What a change of status amounts to; solved → closed is no second resolution.</summary>
    /// <param name="from">Null when the ticket was born so.</param>
    public IEnumerable<Reading> Turned(string? from, string to, DateTimeOffset at, string? actor)
    {
        var (was, now) = (from is null ? TicketStatus.Open : StatusOf(from), StatusOf(to));
        if (was is null || now is null || was == now) yield break;
        var fact = $"status:{to.ToUpperInvariant()}:{Second(at)}";
        if (now == TicketStatus.Resolved) yield return Event(EventTypes.TicketResolved, fact, at, new EventData { By = PartyOf(actor), Agent = PartyOf(actor) == Party.Agent ? actor : null });
        else if (was == TicketStatus.Resolved) yield return Event(EventTypes.TicketReopened, fact, at, new EventData { By = PartyOf(actor) });
        else if (now == TicketStatus.Open) yield return Event(EventTypes.TicketObserved, fact, at, new EventData { Status = TicketStatus.Open });
        if (now == TicketStatus.Pending) yield return Event(EventTypes.TicketPended, fact + ":pended", at, new EventData());
    }

    public Reading Assigned(string member, string? value, DateTimeOffset at)
    {
        var to = Sentinels.Id(value);
        var data = member == "agent" ? new EventData { Agent = to } : new EventData { Team = to };
        return Event(EventTypes.TicketAssigned, $"{member}:{to ?? "nobody"}:{Second(at)}", at, data with { Cleared = Sentinels.Cleared((member, to)) });
    }

    public Reading Classified(string member, string? value, DateTimeOffset at)
    {
        var data = member == "priority" ? new EventData { Priority = value } : new EventData { Category = value };
        return Event(EventTypes.TicketClassified, $"{member}:{value ?? "none"}:{Second(at)}", at, data with { Cleared = Sentinels.Cleared((member, value)) });
    }

    public Reading Tagged(IReadOnlyList<string> tags, DateTimeOffset at) => Event(EventTypes.TicketClassified, $"tags:{Second(at)}", at, new EventData { Tags = tags });

    /// <summary>Good or bad as words, or a number of the newer surveys; null where it says only that the customer was asked.</summary>
    public Reading? Rated(Node score, bool? comment, DateTimeOffset at)
    {
        if (score.Number is { } number)
        {
            if (number is not (>= 1 and <= 5)) throw score.Wrong("1, 2, 3, 4 or 5");
            return Answer($"{(int)number}", number, "1-5");
        }

        var word = score.RequiredText.ToUpperInvariant();
        return word.StartsWith("GOOD", StringComparison.Ordinal) ? Answer("GOOD", 1, ScoreOnScale.GoodBad) : word.StartsWith("BAD", StringComparison.Ordinal) ? Answer("BAD", 0, ScoreOnScale.GoodBad) : null;

        Reading Answer(string given, decimal value, string scale) => Event(
            EventTypes.SurveyAnswered, $"csat:{given}:{Second(at)}", at, new EventData { Kind = "csat", Score = value, Scale = scale, Survey = Id, Agent = Assignee, HasComment = comment });
    }

    public Reading Asked(DateTimeOffset at) => Event(EventTypes.SurveySent, $"csat:{Second(at)}", at, new EventData { Kind = "csat", Survey = Id });

    /// <summary>Once is enough: however often and however it is told.</summary>
    public Reading Removed(string reason, DateTimeOffset at, string? into = null) =>
        Event(EventTypes.TicketRemoved, $"removed:{reason}", at, new EventData { Reason = reason, MergedInto = Sentinels.Id(into) });

    public static IReadOnlyList<string>? TagsOf(Node tags) =>
        tags.IsArray ? [.. tags.Items.Select(tag => tag.Text).OfType<string>()] : tags.Text?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null for words that are not Zendesk's.</summary>
    public static TicketStatus? StatusOf(string status) => status.ToUpperInvariant() switch
    {
        "NEW" or "OPEN" => TicketStatus.Open,
        "PENDING" or "HOLD" or "ON-HOLD" => TicketStatus.Pending,
        "SOLVED" or "CLOSED" => TicketStatus.Resolved,
        _ => null,
    };

    /// <summary>-1 is Zendesk itself.</summary>
    private Party? PartyOf(string? actor) => actor switch
    {
        null or "" => null,
        "-1" => Party.Automation,
        _ when actor == Requester => Party.Customer,
        _ when delivery.Connection.OptionList("bots").Contains(actor) => Party.Bot,
        _ => Party.Agent,
    };

    private Reading Event(string type, string fact, DateTimeOffset at, EventData data) => delivery.Event(type, Id, $"ticket:{Id}:{fact}", at, data);

    /// <summary>Webhooks know nanoseconds and the REST API seconds: one update is one second's.</summary>
    private static long Second(DateTimeOffset at) => at.ToUnixTimeSeconds();
}
