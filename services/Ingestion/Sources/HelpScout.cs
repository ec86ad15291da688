using System.Security.Cryptography;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Help Scout: the event's name is in a header, the body is the conversation, with the newest threads where it is about a message.</summary>
internal sealed class HelpScout : Source
{
    public override string Name => "helpscout";

    public override string Title => "Help Scout";

    public override SourceGuide Guide { get; } = new(
        Where: "Manage → Apps → Webhooks → Install → Callback URL; payload version V2, notification only off",
        Events:
        [
            "convo.created", "convo.customer.reply.created", "convo.agent.reply.created", "convo.note.created", "convo.status", "convo.assigned", "convo.tags", "convo.moved",
            "convo.merged", "convo.deleted", "satisfaction.ratings", "message.survey.response.received",
        ],
        Secret: "Paste our secret into Secret Key (at most 40 characters).",
        MakesSecret: true,
        Notes:
        [
            "The team is the mailbox; a conversation assigned to a team instead of a person has no agent.",
            "Inferred: a conversation closed by nobody (0) was closed by an automation.",
            "Great, Okay, Bad and the faces are 3, 2, 1 on the scale 1-3; thumbs are good and bad. A Beacon survey is about no conversation.",
            "A conversation marked as spam or deleted leaves every number for good, also when that is taken back.",
            "Help Scout does not say how often it tries again; notification-only webhooks are too thin to count.",
            "Without the header X-HelpScout-Event (a payload tried by hand) a conversation is read as what it is like now.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } = [new HmacProof("X-HelpScout-Signature", HashAlgorithmName.SHA1, MacText.Base64)];

    public override string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var json = delivery.Json.RequiredObject;
        var name = delivery.Header("X-HelpScout-Event") ?? Guess(json);
        if (name == "helpscout.test") return [Delivery.Ignore(IgnoredReason.Ping)];
        if (json["uri"].IsGiven && json["webhookId"].IsGiven) return [Delivery.Ignore(IgnoredReason.TooThin)];
        if (name == "satisfaction.ratings") return [new HelpScoutSurveys(delivery).Rating(json)];
        if (name == "message.survey.response.received") return [new HelpScoutSurveys(delivery).Response(json)];
        if (!name.StartsWith("convo.", StringComparison.Ordinal)) return [Delivery.Ignore(Unheard(name))];
        var conversation = new HelpScoutConversation(delivery, json);
        return name switch
        {
            "convo.created" => conversation.Created(),
            "convo.customer.reply.created" => conversation.Written("customer", "chat", "beaconchat", "phone"),
            "convo.agent.reply.created" => conversation.Written("message", "chat", "beaconchat", "phone"),
            "convo.note.created" => conversation.Written("note"),
            "convo.status" => [conversation.StatusChanged()],
            "convo.assigned" => [conversation.Assigned()],
            "convo.tags" or "convo.custom-fields" or "convo.moved" => [conversation.Observed(name)],
            "convo.merged" => [conversation.Removed("merged")],
            "convo.deleted" => [conversation.Removed("deleted")],
            _ => [Delivery.Ignore(IgnoredReason.UnknownKind)],
        };
    }

    private static IgnoredReason Unheard(string name) => name.Split('.')[0] is "customer" or "organization" or "tag" or "beacon" ? IgnoredReason.NotForKpis : IgnoredReason.UnknownKind;

    /// <summary>Only for payloads without the header.</summary>
    private static string Guess(Node json)
    {
        if (json["rating"].IsGiven && json["ticketId"].IsGiven) return "satisfaction.ratings";
        if (json["response"].IsObject) return "message.survey.response.received";
        if (json["event"].Text is { } named) return named;
        return json["status"].IsGiven ? "convo.moved" : throw json["status"].Wrong("a conversation's status, where there is no header X-HelpScout-Event");
    }
}
