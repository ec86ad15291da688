using System.Security.Cryptography;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// Intercom: notifications with the whole conversation and its newest parts. The parts are what happened, so they are the events, under their own ids; the
/// conversation around them may be older or newer. Shapes of API 1 to 2.14, told apart by what is there.
/// </summary>
internal sealed class Intercom : Source
{
    public override string Name => "intercom";

    public override string Title => "Intercom";

    public override SourceGuide Guide { get; } = new(
        Where: "Developer Hub → your app → Webhooks → Endpoint URL",
        Events:
        [
            "conversation.user.created", "conversation.user.replied", "conversation.admin.single.created", "conversation.admin.replied", "conversation.operator.replied",
            "conversation.admin.noted", "conversation.admin.assigned", "conversation.admin.closed", "conversation.admin.opened", "conversation.admin.snoozed",
            "conversation.admin.unsnoozed", "conversation.rating.added", "conversation_part.tag.created", "conversation.priority.updated", "conversation.deleted",
        ],
        Secret: "Give us the app's Client secret (Developer Hub → your app → Basic information). Set it here before you save the URL there: Intercom tries the URL at once.",
        MakesSecret: false,
        Notes:
        [
            "Campaigns and automated messages are no tickets until the customer answers; the first answer is then the opening.",
            "A conversation that an agent starts is opened by the agent and waits for the customer (inferred: Intercom keeps it closed until then).",
            "Inferred: a bot that assigns a conversation to a person or a team hands it over.",
            "Payloads before API 2.0 do not name the channel: with a subject it is taken for e-mail, else for chat. API 2.x names it.",
            "The channel is the one the conversation began on, also when it goes on by e-mail.",
            "Fin's own rating has no agent. Answers slower than 500 ms make Intercom deliver later; it gives up after about two hours of 429.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } = [new HmacProof("X-Hub-Signature", HashAlgorithmName.SHA1, MacText.Hex) { Prefix = "sha1=" }];

    /// <summary>Intercom asks with HEAD, without a signature, before it saves the URL. The answer tells nobody which workspaces there are.</summary>
    public override IResult? Handshake(HttpRequest request, IReadOnlyList<Connection> connections) => HttpMethods.IsHead(request.Method) ? TypedResults.Ok() : null;

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var json = delivery.Json;
        if (!json["topic"].IsGiven && json["type"].Is("conversation")) return [new IntercomConversation(delivery, json).Observed()];
        var topic = json["topic"].RequiredText;
        if (IgnoredTopic(topic) is { } reason) return [Delivery.Ignore(reason)];
        var conversation = new IntercomConversation(delivery, json["data"]["item"].RequiredObject);
        return topic switch
        {
            "conversation.user.created" or "conversation.admin.single.created" => conversation.Created(),
            "conversation.rating.added" => [conversation.Rated()],
            "conversation.deleted" => [conversation.Deleted(json["created_at"].RequiredTime)],
            "conversation_part.tag.created" or "conversation.priority.updated" => [conversation.Classified(json["created_at"].RequiredTime)],
            _ => new IntercomParts(delivery, conversation).Read(topic),
        };
    }

    private static IgnoredReason? IgnoredTopic(string topic) => topic switch
    {
        "ping" => IgnoredReason.Ping,
        "conversation_part.redacted" => IgnoredReason.MessageChanged,
        "conversation.user.created" or "conversation.admin.single.created" or "conversation.rating.added" or "conversation.deleted" => null,
        "conversation_part.tag.created" or "conversation.priority.updated" => null,
        "conversation.read" or "conversation.contact.attached" or "conversation.contact.detached" => IgnoredReason.NotForKpis,
        _ when IntercomParts.Knows(topic) => null,
        _ when topic.Split('.')[0] is "contact" or "user" or "visitor" or "company" or "event" or "admin" or "content_stat" or "subscription" => IgnoredReason.NotForKpis,
        _ => IgnoredReason.UnknownKind,
    };
}
