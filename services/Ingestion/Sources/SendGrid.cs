using System.Text;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>SendGrid: mail by Inbound Parse, as a form, raw or in parts. Its event webhook (a JSON array) tells what became of mail that was sent.</summary>
internal sealed class SendGrid : Source
{
    private static readonly string[] Reports =
        ["processed", "deferred", "delivered", "open", "click", "bounce", "blocked", "dropped", "spamreport", "unsubscribe", "group_unsubscribe", "group_resubscribe"];

    public override string Name => "sendgrid";

    public override string Title => "SendGrid";

    public override SourceGuide Guide { get; } = new(
        Where: "Settings → Inbound Parse → Add Host & URL: our URL, with kpi:SECRET@ before the host; Mail Settings → Event Webhook for delivery events",
        Events: ["Inbound Parse; delivery events may be sent too and count nothing"],
        Secret: "The password in the URL: Inbound Parse is not signed. The event webhook's verification key can be a second secret.",
        MakesSecret: true,
        Notes: [.. MailMessage.Notes, "A delivery may have 16 MiB, attachments included."])
    {
        SecretInUrl = true,
    };

    /// <summary>A verification key is public: as a token it proves nothing.</summary>
    public override IReadOnlyList<Proof> Proofs { get; } =
    [
        new EcdsaProof("X-Twilio-Email-Event-Webhook-Signature", "X-Twilio-Email-Event-Webhook-Timestamp"),
        new TokenProof { IsSecret = static secret => !EcdsaProof.IsPublicKey(secret) },
    ];

    public override int BodyBytes => HttpLimits.BulkBytes;

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var type = delivery.Header("Content-Type") ?? "";
        if (!type.Contains("form", StringComparison.OrdinalIgnoreCase) && delivery.Json.IsArray) return Delivery.Each(delivery.Json.Items, Report);
        var fields = FormFields.Read(delivery.Body, type, "email", "headers", "from", "envelope");
        return [Message(fields).Read(delivery)];
    }

    private static IEnumerable<Reading> Report(Node item) =>
        [Delivery.Ignore(Reports.Contains(item["event"].RequiredText, StringComparer.Ordinal) ? IgnoredReason.DeliveryReport : IgnoredReason.UnknownKind)];

    private static MailMessage Message(FormFields fields) => new(MailHeaders.Parse(Encoding.UTF8.GetBytes(fields["email"] ?? fields["headers"] ?? throw new ShapeException("headers", "Must be there."))))
    {
        Recipient = Recipient(fields["envelope"]),
        Sender = fields["from"],
    };

    /// <summary>The envelope is JSON: <c>{"to":["…"],"from":"…"}</c>.</summary>
    private static string? Recipient(string? envelope)
    {
        if (envelope is null) return null;
        using var json = Delivery.Parse(Encoding.UTF8.GetBytes(envelope));
        return MailAddresses.In(Node.Root(json.RootElement)["to"].Items.FirstOrDefault().Text).FirstOrDefault();
    }
}
