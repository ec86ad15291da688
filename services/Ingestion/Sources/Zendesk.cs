using System.Security.Cryptography;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Reconciling;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// Zendesk: its event webhooks (<c>zen:event-type:ticket.*</c>), the same facts in the older shapes of EventBridge and integration services, and a trigger's
/// webhook with our body. A fact's id is made of the ticket, what happened and the second, which the audits of the REST API tell as well.
/// </summary>
internal sealed class Zendesk : Source
{
    /// <summary>With which Zendesk signs the tests of a webhook that is not saved yet: printed in its documentation.</summary>
    private const string TestSecret = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";

    public override string Name => "zendesk";

    public override string Title => "Zendesk";

    public override SourceGuide Guide { get; } = new(
        Where: "Admin Center → Apps and integrations → Webhooks → Create webhook → Zendesk events; paste the URL, POST, JSON",
        Events:
        [
            "Ticket created", "Comment added", "Status changed", "Agent assignment changed", "Group assignment changed", "Priority changed", "Tags changed", "Custom field changed",
            "CSAT requested", "CSAT received", "Merged", "Marked as spam", "Soft deleted", "Permanently deleted",
        ],
        Secret: "Choose the authentication Bearer token, with our secret as the token. Better still, as it covers the body: save the webhook, Reveal secret, give that to us (./kpi sources secret add), and revoke ours."
            + " The secret of the Test button of an unsaved webhook opens nothing.",
        MakesSecret: true,
        Notes:
        [
            "Which custom field is the category: --option category_field=ID. Without it every drop-down field is.",
            "Agents that are bots or apps: --option bots=[\"123\"]. Zendesk calls them staff, too.",
            "Who solved a ticket is the actor of the change (inferred); the system's changes are automation.",
            "Zendesk sends at best effort. What was missed is fetched through its REST API with --option pull.url=https://example.zendesk.com pull.user=agent@example.com/token pull.token_file=FILE; a fact has the same id there.",
            "Tickets that are imported count nothing, sample tickets are taken out; a ticket that is restored after its deletion stays out.",
            "web_service and api are how apps and agents make tickets as well: their channel is other.",
            "Without event webhooks: a trigger webhook with the body below, one trigger each for changes (event: changed), public comments of agents (agent_replied) and of end users"
                + " (customer_replied), and ratings (rated); English as the account's language. Replies then belong to the assignee (inferred) and cannot be told from fetched ones:"
                + " with the option pull they are fetched instead. Body: " + ZendeskTrigger.Template,
        ]);

    public override IReadOnlyList<string> PublicSecrets { get; } = [TestSecret];

    public override IReadOnlyList<Proof> Proofs { get; } =
    [
        new HmacProof("X-Zendesk-Webhook-Signature", HashAlgorithmName.SHA256, MacText.Base64)
        {
            Time = new MacTime("X-Zendesk-Webhook-Signature-Timestamp", ""),
            WriteTime = Rfc3339.Write,
        },
        new TokenProof(), // Zendesk's own Bearer authentication; EventBridge's API destinations cannot sign
    ];

    public override VendorApi Api { get; } = new ZendeskPull();

    public override string? Problem(Connection connection) => PullSettings.ProblemOf(connection, needsUser: true);

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var body = delivery.Json.RequiredObject;
        if (Older(body) is { IsObject: true } older) return new ZendeskEvent(delivery, older["type"].RequiredText, older, older["ticket"].RequiredObject, older["meta"]["occurred_at"].RequiredTime).Read();
        if (body["type"].Text is { } type) return ReadEvent(delivery, body, type);
        return new ZendeskTrigger(delivery, body).Read();
    }

    /// <summary>A ticket as the REST API or an export gives it, with its <c>audits</c> or at least its <c>comments</c>, and the <c>users</c> they name.</summary>
    public override IEnumerable<Reading> ReadRecord(Delivery delivery, Node record) => new ZendeskRecord(delivery, record.RequiredObject).Read();

    private static Node Older(Node body) => body["detail"]["ticket_event"] is { IsObject: true } bridge ? bridge : body["input"]["ticket_event"];

    private static IEnumerable<Reading> ReadEvent(Delivery delivery, Node body, string type)
    {
        const string Prefix = "zen:event-type:";
        if (!type.StartsWith(Prefix, StringComparison.Ordinal)) return [Delivery.Ignore(IgnoredReason.UnknownKind)];
        if (!type.StartsWith(Prefix + "ticket.", StringComparison.Ordinal)) return [Delivery.Ignore(IgnoredReason.NotForKpis)];
        return new ZendeskEvent(delivery, type[(Prefix + "ticket.").Length..], body["event"], body["detail"].RequiredObject, body["time"].RequiredTime).Read();
    }
}
