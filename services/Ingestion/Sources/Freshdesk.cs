using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// Freshdesk: automation rules that call a webhook. They do not sign and have no fixed shape, so our own body (<see cref="Template"/>) is what counts on them;
/// the "simple" body is read as far as it goes, and the CSV export as history.
/// </summary>
internal sealed class Freshdesk : Source
{
    /// <summary>What an admin pastes into each rule as its advanced content, with the rule's own word as <c>event</c>. It holds nothing that people write: a quote in it would break the JSON.</summary>
    public const string Template = """
        {
          "schema": "helpdesk-kpi/1",
          "event": "opened",
          "by": "",
          "ticket": {
            "id": "{{ticket.id}}",
            "status": "{{ticket.status}}",
            "priority": "{{ticket.priority}}",
            "source": "{{ticket.source}}",
            "type": "{{ticket.ticket_type}}",
            "tags": "{{ticket.tags}}",
            "group": "{{ticket.group.name}}",
            "agent_email": "{{ticket.agent.email}}",
            "requester_email": "{{ticket.requester.email}}",
            "created_at": "{{ticket.created_at}}",
            "updated_at": "{{ticket.updated_at}}",
            "survey_rating": "{{ticket.satisfaction_survey}}"
          }
        }
        """;

    public override string Name => "freshdesk";

    public override string Title => "Freshdesk";

    public override SourceGuide Guide { get; } = new(
        Where: "Admin → Workflows → Automations → one rule for each event below → Trigger webhook: POST, JSON, Advanced; paste the URL, add the custom header X-Webhook-Token with our secret, "
            + "and paste the body below with the rule's word as \"event\"",
        Events:
        [
            "Ticket is created → \"opened\"",
            "Reply is sent, performed by agent → \"agent_replied\"",
            "Reply is sent, performed by requester → \"customer_replied\"",
            "Private note is added → \"note_added\"",
            "Status, agent, group, priority, type or tags are changed → \"changed\" (in a rule for agents alone with \"by\": \"agent\", for requesters \"customer\", for the system \"automation\")",
            "Customer feedback is received → \"survey_answered\"",
            "Ticket is deleted → \"deleted\"; marked as spam → \"spam\"",
        ],
        Secret: "Put our secret into the custom header X-Webhook-Token of each rule: Freshdesk does not sign.",
        MakesSecret: true,
        Notes:
        [
            "The body of each rule:\n" + Template,
            "Rules do not see what other rules do, so what an automation closes may stay unseen; the CSV export fills it in (./kpi import FILE --from freshdesk).",
            "Inferred: a reply is by the agent who owns the ticket, as Freshdesk does not say who wrote it; \"unknown\" when nobody owns it.",
            "Times without an offset are in the account's zone: --option time_zone=Europe/Berlin (UTC when left out).",
            "Statuses of your own: --option pending_statuses=…, resolved_statuses=…, open_statuses=…, by name or number; a status that is in none changes nothing.",
            "Ratings 103 … 100 … -103 become 7 … 4 … 1 on the scale 1-7; the old 1 happy, 2 neutral, 3 unhappy become 3, 2, 1 on the scale 1-3.",
            "The CSV export has one row a ticket: its opening, first reply and last resolution, the rating, and what it is like now; a reopening in between is not in it.",
            "Agents are e-mail addresses in our body and names in the export: with --option agents_by=name both are names (add \"agent_name\": \"{{ticket.agent.name}}\" to the body).",
            "The simple body has no event id and mostly no time: such a change counts at the minute it arrives, and once in that minute.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } = [new TokenProof()];

    public override string? Problem(Connection connection) => connection.Option("time_zone") is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
        ? $"time_zone: there is no zone {zone}; write it like Europe/Berlin."
        : null;

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var json = delivery.Json;
        if (json["freshdesk_webhook"].IsObject) return new FreshdeskTicket(delivery, json["freshdesk_webhook"], json["freshdesk_webhook"]).Read();
        return new FreshdeskTicket(delivery, json, json["ticket"].RequiredObject).Read();
    }

    /// <summary>A row of the tickets' CSV export, by its column names.</summary>
    public override IEnumerable<Reading>? ReadRecord(Delivery delivery, Node record) => new FreshdeskRow(delivery, record).Read();
}
