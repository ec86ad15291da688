using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>A ticket of the REST API or of an export with its audits (every change there was), else with its comments, and the users they name.</summary>
internal sealed class ZendeskRecord(Delivery delivery, Node record)
{
    private readonly ZendeskTicket ticket = new(delivery, record);

    private readonly Dictionary<string, string> roles = new(
        new[] { record["requester"], record["submitter"], record["assignee"] }.Concat(record["users"].Items)
            .Where(user => user["id"].Id is not null && user["role"].Text is not null).Select(user => KeyValuePair.Create(user["id"].Id!, user["role"].Text!)).DistinctBy(user => user.Key),
        StringComparer.Ordinal);

    private DateTimeOffset CreatedAt => record["created_at"].RequiredTime;

    private DateTimeOffset UpdatedAt => record["updated_at"].RequiredTime;

    public IEnumerable<Reading> Read()
    {
        if (ticket.IsImport) return [Delivery.Ignore(IgnoredReason.NoRequest)];
        if (ticket.IsSample) return [ticket.Removed("test", CreatedAt)];
        if (record["status"].Is("deleted")) return [ticket.Removed("deleted", UpdatedAt)];
        if (ticket.Tags?.Contains("closed_by_merge") == true) return [ticket.Removed("merged", UpdatedAt)];
        var audits = record["audits"].Items.ToList();
        // Where every change is told there is no need of how it is now, which may be told too early or too late.
        return audits.Count > 0
            ? [ticket.Opened(CreatedAt, AtFirst(audits)), .. Delivery.Each(audits, Audit)]
            : [ticket.Opened(CreatedAt, new EventData()), .. Delivery.Each(record["comments"].Items, comment => Comment(comment, comment["created_at"].RequiredTime)), .. Solved(), ticket.Observed(UpdatedAt, CreatedAt)];
    }

    /// <summary>The metrics of an export know when it was solved last; it may have been changed since.</summary>
    private IEnumerable<Reading> Solved() =>
        ZendeskTicket.StatusOf(ticket.Status) == TicketStatus.Resolved && record["metric_set"]["solved_at"].Time is { } at ? ticket.Turned(null, "SOLVED", at, actor: null) : [];

    /// <summary>The first audit says what the ticket was made with, as the webhook of its creation does.</summary>
    private static EventData AtFirst(List<Node> audits)
    {
        var made = audits.SelectMany(audit => audit["events"].Items).Where(e => e["type"].Is("Create")).ToList();
        return new EventData
        {
            Agent = Sentinels.Id(Value("assignee_id").Id),
            Team = Sentinels.Id(Value("group_id").Id),
            Priority = Value("priority").Text?.ToLowerInvariant(),
            Tags = ZendeskTicket.TagsOf(Value("tags")),
        };

        Node Value(string field) => made.FirstOrDefault(e => e["field_name"].Is(field))["value"];
    }

    private IEnumerable<Reading> Audit(Node audit)
    {
        var at = audit["created_at"].RequiredTime;
        // What a rule does, it does in the name of somebody.
        var actor = audit["via"]["channel"].Text is "rule" or "system" ? "-1" : audit["author_id"].Id;
        return audit["events"].RequiredArray.Items.SelectMany(e => Event(e, at, actor, audit["author_id"].Id));
    }

    private IEnumerable<Reading> Event(Node e, DateTimeOffset at, string? actor, string? author) => (e["type"].Text, e["field_name"].Id) switch
    {
        ("Comment" or "VoiceComment" or "FacebookComment", _) => Comment(e, at, author),
        ("Create", "status") => ticket.Turned(null, e["value"].RequiredText, at, actor),
        ("Change", "status") => ticket.Turned(e["previous_value"].RequiredText, e["value"].RequiredText, at, actor),
        ("Change", "assignee_id") => [ticket.Assigned("agent", e["value"].Id, at)],
        ("Change", "group_id") => [ticket.Assigned("team", e["value"].Id, at)],
        ("Change", "priority") => [ticket.Classified("priority", e["value"].Text?.ToLowerInvariant(), at)],
        ("Change", "tags") => [ticket.Tagged(ZendeskTicket.TagsOf(e["value"]) ?? [], at)],
        ("Change", "satisfaction_score") => Satisfaction(e["value"], at),
        ("Create" or "Change", { } field) when field == delivery.Connection.Option("category_field") => [ticket.Classified("category", e["value"].Id, at)],
        _ => [],
    };

    private IEnumerable<Reading> Satisfaction(Node score, DateTimeOffset at)
    {
        if (score.Is("offered")) yield return ticket.Asked(at);
        else if (score.Text is { } word && ticket.Rated(score, word.EndsWith("withcomment", StringComparison.Ordinal), at) is { } answer) yield return answer;
    }

    /// <summary>The requester's first one is what the ticket was opened with.</summary>
    private IEnumerable<Reading> Comment(Node comment, DateTimeOffset at, string? otherAuthor = null)
    {
        var author = Sentinels.Id(comment["author_id"].Id ?? otherAuthor);
        if (author == ticket.Requester && at <= CreatedAt) yield break;
        yield return ticket.Replied(comment["id"].RequiredId, at, PartyOf(author, comment["via"]["channel"].Text), author, comment["public"].Flag ?? false);
    }

    /// <summary>Who is not known by role is an agent only as the ticket's assignee.</summary>
    private Party PartyOf(string? author, string? via) => author switch
    {
        null => Party.Automation,
        _ when via is "rule" or "system" => Party.Automation,
        _ when author == ticket.Requester => Party.Customer,
        _ when delivery.Connection.OptionList("bots").Contains(author) => Party.Bot,
        _ when roles.TryGetValue(author, out var role) => role == "end-user" ? Party.Customer : Party.Agent,
        _ when author == ticket.Assignee => Party.Agent,
        _ => Party.Automation,
    };
}
