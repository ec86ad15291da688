using System.Security.Cryptography;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// Standard Webhooks (standardwebhooks.com) from a system of one's own: <c>{"type","timestamp","data"}</c>, where <c>type</c> is one of the canonical events and <c>data</c> has its
/// members, <c>subject</c> and maybe <c>source</c> beside them. <c>webhook-id</c> is the event's id.
/// </summary>
internal sealed class StandardWebhooks : Source
{
    public override string Name => "standard-webhooks";

    public override string Title => "Standard Webhooks";

    public override SourceGuide Guide { get; } = new(
        Where: "The sender's webhook endpoints",
        Events: ["types of contracts/README.md, e.g. helpdesk.ticket.opened; others are ignored"],
        Secret: "whsec_… of either side; or the sender's public key, whpk_…",
        MakesSecret: true,
        Notes:
        [
            "webhook-id must be the same for the same fact: it is the dedupe key.",
            "data.subject is the ticket; data.source the account it is in, else that of the connection.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } = [new StandardWebhooksProof()];

    public override string NewSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var (message, findings) = (delivery.Json.RequiredObject, new Findings(index: null));
        var type = message["type"].RequiredText;
        if (!type.StartsWith("helpdesk.", StringComparison.Ordinal)) return [Delivery.Ignore(IgnoredReason.UnknownType)];
        var envelope = new Envelope { Data = message["data"].RequiredObject.Json };
        envelope.Set("specversion", "1.0");
        envelope.Set("type", type);
        Set(envelope, "id", Credentials.StandardWebhooks.Id(delivery.Headers), findings);
        Set(envelope, "source", message["data"]["source"].Text ?? delivery.Connection.EventSource, findings);
        Set(envelope, "subject", message["data"]["subject"].Id, findings);
        Set(envelope, "time", message["timestamp"].RequiredText, findings);
        return [EventParser.Parse(envelope, delivery.Context, findings)];
    }

    private static void Set(Envelope envelope, string attribute, string? value, Findings findings)
    {
        if (value is not null) envelope.Set(attribute, JsonText.Check(value, "/" + attribute, findings));
    }
}
