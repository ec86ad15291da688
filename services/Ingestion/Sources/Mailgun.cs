using System.Text;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Mailgun: mail that a route forwards, as a form. Its webhooks (JSON) tell what became of mail that was sent.</summary>
internal sealed class Mailgun : Source
{
    private static readonly string[] Beside = ["Message-Id", "References", "In-Reply-To", "Date"];
    private static readonly string[] Reports = ["accepted", "delivered", "opened", "clicked", "failed", "complained", "unsubscribed", "rejected"];

    public override string Name => "mailgun";

    public override string Title => "Mailgun";

    public override SourceGuide Guide { get; } = new(
        Where: "Receiving → Create route: Match recipient your support address, Forward to our URL",
        Events: ["the route; Webhooks of delivery, opens and clicks may be sent too and count nothing"],
        Secret: "The HTTP webhook signing key (Sending → Webhooks).",
        MakesSecret: false,
        Notes: [.. MailMessage.Notes, "Mailgun signs only its time and token, not the mail: who has seen one delivery could make others for five minutes. The URL must be HTTPS."]);

    public override IReadOnlyList<Proof> Proofs { get; } = [new MailgunProof()];

    public override int BodyBytes => HttpLimits.BulkBytes;

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var type = delivery.Header("Content-Type") ?? "";
        if (!IsForm(type) && delivery.Json["event-data"].IsObject)
            return [Delivery.Ignore(Reports.Contains(delivery.Json["event-data"]["event"].RequiredText, StringComparer.Ordinal) ? IgnoredReason.DeliveryReport : IgnoredReason.UnknownKind)];
        var fields = FormFields.Read(delivery.Body, type, ["message-headers", "body-mime", "recipient", "sender", "from", "timestamp", .. Beside]);
        return [Message(fields).Read(delivery)];
    }

    private static MailMessage Message(FormFields fields) => new(Headers(fields))
    {
        Recipient = MailAddresses.In(fields["recipient"]).FirstOrDefault(),
        Sender = fields["from"] ?? fields["sender"],
        TakenAt = fields["timestamp"] is { } taken ? VendorTime.Parse(taken) : null,
    };

    private static MailHeaders Headers(FormFields fields)
    {
        if (fields["body-mime"] is { } mime) return MailHeaders.Parse(Encoding.UTF8.GetBytes(mime));
        if (fields["message-headers"] is not { } pairs)
            return MailHeaders.Of(Beside.Select(name => (name, fields[name] ?? "")));
        using var json = Delivery.Parse(Encoding.UTF8.GetBytes(pairs));
        return MailHeaders.Of([.. Node.Root(json.RootElement).RequiredArray.Items.Select(pair => pair.Items.ToList()).Where(pair => pair.Count == 2).Select(pair => (pair[0].Text ?? "", pair[1].Text ?? ""))]);
    }

    private static bool IsForm(string type) => type.Contains("form", StringComparison.OrdinalIgnoreCase);
}
