using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>One event of Zendesk: what changed, and the ticket after it.</summary>
/// <param name="type"><c>status_changed</c>, or as EventBridge has it, <c>Status Changed</c>.</param>
/// <param name="change">With previous and current, the comment, …</param>
internal sealed class ZendeskEvent(Delivery delivery, string type, Node change, Node detail, DateTimeOffset at)
{
    private readonly ZendeskTicket ticket = new(delivery, detail);

    private string? Actor => detail["actor_id"].Id ?? change["meta"]["actor_id"].Id;

    public IEnumerable<Reading> Read()
    {
        if (ticket.IsImport) return [Delivery.Ignore(IgnoredReason.NoRequest)];
        if (ticket.IsSample) return [ticket.Removed("test", at)];
        var readings = Changes();
        return readings is [] ? [Delivery.Ignore(IgnoredReason.NotForKpis)] : readings;
    }

    private IReadOnlyList<Reading> Changes() => type.ToLowerInvariant().Replace(' ', '_') switch
    {
        "created" or "ticket_created" => [ticket.Opened(detail["created_at"].Time ?? at, ticket.Attributes), .. ticket.Turned(null, ticket.Status, at, Actor)],
        "comment_added" or "comment_created" => [Comment(change["comment"].RequiredObject)],
        "status_changed" => [.. ticket.Turned(change["previous"].Text ?? "NEW", change["current"].RequiredText, at, Actor)],
        "agent_assignment_changed" => [ticket.Assigned("agent", Given(change["current"]).Id, at)],
        "group_assignment_changed" => [ticket.Assigned("team", Given(change["current"]).Id, at)],
        "priority_changed" => [ticket.Classified("priority", Given(change["current"]).Text?.ToLowerInvariant(), at)],
        "tags_changed" => ticket.Tags is { } tags ? [ticket.Tagged(tags, at)] : [Delivery.Ignore(IgnoredReason.TooThin)],
        "custom_field_changed" => [Category()],
        "csat_requested" => [ticket.Asked(at)],
        "csat_received" => ticket.Rated(change["satisfaction_score"]["score"], change["satisfaction_score"]["comment"].Text is not null, at) is { } answer ? [answer] : [],
        "merged" or "ticket_merged" => [ticket.Removed("merged", at, change["target_ticket_id"].Id)],
        "marked_as_spam" or "ticket_marked_as_spam" => [ticket.Removed("spam", at)],
        "soft_deleted" or "permanently_deleted" or "ticket_soft_deleted" or "ticket_permanently_deleted" => [ticket.Removed("deleted", at)],
        "custom_status_changed" => [Delivery.Ignore(IgnoredReason.ToldByAnother)],
        "comment_made_private" or "comment_redacted" => [Delivery.Ignore(IgnoredReason.MessageChanged)],
        "undeleted" or "type_changed" or "ticket_type_changed" or "form_changed" or "subject_changed" or "description_changed" or "brand_changed" or "external_id_changed"
            or "organization_changed" or "requester_changed" or "submitter_changed" or "due_date_changed" or "task_due_at_changed" or "problem_link_changed" or "email_ccs_changed"
            or "followers_changed" or "attachment_linked_to_comment" or "attachment_redacted_from_comment" or "schedule_changed" or "sla_policy_changed" => [],
        _ => [Delivery.Ignore(IgnoredReason.UnknownKind)],
    };

    /// <summary>Staff says the vendor also of its bots; the requester is the customer even so.</summary>
    private Reading Comment(Node comment)
    {
        var author = Sentinels.Id(comment["author"]["id"].Id);
        var party = author is null ? Party.Automation
            : author == ticket.Requester || comment["author"]["is_staff"].Flag == false ? Party.Customer
            : delivery.Connection.OptionList("bots").Contains(author) ? Party.Bot
            : comment["author"]["is_staff"].IsTrue ? Party.Agent : Party.Automation;
        return ticket.Replied(comment["id"].RequiredId, at, party, author, comment["is_public"].Flag ?? false);
    }

    private Reading Category()
    {
        var field = change["custom_field"].IsObject ? change["custom_field"] : change["field"];
        var isCategory = delivery.Connection.Option("category_field") is { } wanted ? field["id"].Id == wanted : field["type"].Is("tagger");
        if (!isCategory) return Delivery.Ignore(IgnoredReason.NotForKpis);
        var current = Given(change["current"]);
        return ticket.Classified("category", current.IsObject ? current["value"].Id : current.Id, at);
    }

    /// <summary>Null clears; that it is missing is another shape.</summary>
    private static Node Given(Node value) => value.IsGiven ? value : throw value.Wrong("what it is now");
}
