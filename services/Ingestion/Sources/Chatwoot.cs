using System.Security.Cryptography;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Reconciling;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Chatwoot: messages as replies, conversations as snapshots of the ticket, its own satisfaction survey. A ticket is <c>{account}:{conversation}</c>.</summary>
internal sealed class Chatwoot : Source
{
    public override string Name => "chatwoot";

    public override string Title => "Chatwoot";

    public override SourceGuide Guide { get; } = new(
        Where: "Settings → Integrations → Webhooks → Add new webhook; paste the URL",
        Events: ["conversation_created", "conversation_status_changed", "conversation_updated", "message_created", "message_updated"],
        Secret: "Chatwoot (4.11.2 or later) makes one and shows it with the webhook: give it to us.",
        MakesSecret: false,
        Notes:
        [
            "Chatwoot before 4.11.2 does not sign: put our token into the URL as ?token= and add --option unsigned=true.",
            "Chatwoot does not send again what we missed. What was missed is fetched through its REST API with --option pull.url=https://… pull.account=NUMBER pull.token_file=FILE (an access token from an administrator's profile).",
            "Who resolved a conversation is not said: it counts for the assignee (inferred). Rules that resolve look like agents.",
            "The time of a survey's answer is not said: the webhook's arrival is taken; where the answer is fetched, the time of the question.",
            "pending → open before any agent has written counts as a bot's hand-off (inferred). Snoozed is waiting, pending (with a bot) is not.",
            "Chatwoot does not say who began a conversation unless the first message comes along; else it counts as begun by the customer.",
            "Fetched: a resolve that was missed is dated by the conversation's last change, and campaign messages cannot be told from an agent's.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } =
    [
        new HmacProof("X-Chatwoot-Signature", HashAlgorithmName.SHA256, MacText.Hex) { Prefix = "sha256=", Time = new MacTime("X-Chatwoot-Timestamp", ".") },
        new TokenProof { OnlyWhereAllowed = true },
    ];

    public override VendorApi Api { get; } = new ChatwootPull();

    public override string? Problem(Connection connection) => PullSettings.ProblemOf(connection, needsAccount: true);

    public override IEnumerable<Reading> Read(Delivery delivery) => delivery.Json["event"].RequiredText switch
    {
        "conversation_created" => [new ChatwootConversation(delivery, delivery.Json).Created()],
        "conversation_status_changed" => [new ChatwootConversation(delivery, delivery.Json).Snapshot()],
        "conversation_updated" => new ChatwootConversation(delivery, delivery.Json).Updated(),
        "message_created" => Message(delivery).Created(),
        "message_updated" => Message(delivery).Updated(),
        "conversation_opened" or "conversation_resolved" => [Delivery.Ignore(IgnoredReason.ToldByAnother)],
        "webwidget_triggered" or "conversation_typing_on" or "conversation_typing_off" => [Delivery.Ignore(IgnoredReason.NotForKpis)],
        var name when name.StartsWith("automation_event.", StringComparison.Ordinal) => [Delivery.Ignore(IgnoredReason.ToldByAnother)],
        var name when name.StartsWith("contact_", StringComparison.Ordinal) || name.StartsWith("inbox_", StringComparison.Ordinal) => [Delivery.Ignore(IgnoredReason.NotForKpis)],
        _ => [Delivery.Ignore(IgnoredReason.UnknownKind)],
    };

    /// <summary>A conversation as the REST API gives it, with its <c>messages</c>.</summary>
    public override IEnumerable<Reading> ReadRecord(Delivery delivery, Node record)
    {
        var conversation = new ChatwootConversation(delivery, record.RequiredObject) { IsRecord = true };
        if (conversation.IsNoRequest) return [Delivery.Ignore(IgnoredReason.NoRequest)];
        var messages = Delivery.Each(record["messages"].Items, message => new ChatwootMessage(delivery, message, conversation).Record());
        return [conversation.Opened(), .. messages, conversation.Snapshot()];
    }

    private static ChatwootMessage Message(Delivery delivery) =>
        new(delivery, delivery.Json, new ChatwootConversation(delivery, delivery.Json["conversation"].RequiredObject, delivery.Json["account"]["id"].Id));
}
