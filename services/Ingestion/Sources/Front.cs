using System.Globalization;
using System.Security.Cryptography;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Front: webhooks of an app (<c>{type, authorization, payload}</c>, signed with a time) and of rules (the event alone, signed over the body). Both send Front's events, under the same ids.</summary>
internal sealed class Front : Source
{
    private const string Challenged = "X-Front-Challenge";

    public override string Name => "front";

    public override string Title => "Front";

    public override SourceGuide Guide { get; } = new(
        Where: "Settings → Developers → your app → Features → Application webhooks (full events); or a rule with the action Send to a webhook",
        Events:
        [
            "Inbound received", "Outbound sent", "Conversation archived", "Conversation reopened", "Assignee changed", "Tag added", "Tag removed", "Conversation moved",
            "New comment", "Conversation snoozed", "Conversation snooze expired", "Conversation deleted", "Conversations merged", "Ticket status updated",
        ],
        Secret: "Give us the app's signing key (Basic information → Signing key); for rules the API secret (Settings → Company → API). Set it here before you save the URL there.",
        MakesSecret: false,
        Notes:
        [
            "Choose full events: a preview names a message without saying who wrote it, so it is too thin to count.",
            "Inferred: a message that is not younger than its conversation opens it; with an outbound one the ticket is an agent's.",
            "Without Front's ticketing, archived is resolved. With it the status category decides, and archiving an open ticket counts nothing.",
            "Replies that a rule, the API or an app sends are automation.",
            "Front sends nothing for mass actions, and rule webhooks are not tried again.",
            "A conversation in the trash leaves every number for good, also when it is restored.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } =
    [
        new HmacProof("X-Front-Signature", HashAlgorithmName.SHA256, MacText.Base64)
        {
            Time = new MacTime("X-Front-Request-Timestamp", ":"),
            WriteTime = static now => now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        },
        new HmacProof("X-Front-Signature", HashAlgorithmName.SHA1, MacText.Base64),
    ];

    /// <summary>Front saves the URL when it gets its challenge back.</summary>
    public override IResult? Challenge(Delivery delivery) =>
        delivery.Header(Challenged) is { Length: <= 1024 } challenge && delivery.Json["type"].Is("sync") ? TypedResults.Text(challenge, "text/plain") : null;

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var json = delivery.Json;
        var told = json["payload"].IsObject ? json["payload"] : json;
        var type = (told["type"].IsGiven ? told["type"] : json["type"]).RequiredText;
        if (type == "sync") return [Delivery.Ignore(IgnoredReason.Ping)];
        if (Ignored(type) is { } reason) return [Delivery.Ignore(reason)];
        return told["id"].IsGiven && told["emitted_at"].IsGiven ? new FrontEvent(delivery, told).Read(type) : [Delivery.Ignore(IgnoredReason.TooThin)];
    }

    private static IgnoredReason? Ignored(string type) => type switch
    {
        _ when FrontEvent.Knows(type) => null,
        "sending_error" or "message_bounce_error" or "email_opened" or "link_clicked" => IgnoredReason.DeliveryReport,
        "mention" or "conversation_followed" or "conversation_unfollowed" or "topic_added" or "topic_removed" or "custom_field_updated" or "conversation_links_changed" => IgnoredReason.NotForKpis,
        "restore" or "conversation_restored" => IgnoredReason.NotForKpis,
        _ when type.StartsWith("call", StringComparison.Ordinal) => IgnoredReason.NotForKpis,
        _ => IgnoredReason.UnknownKind,
    };
}
