using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Postmark: inbound mail as JSON. Its other webhooks tell what became of mail that was sent.</summary>
internal sealed class Postmark : Source
{
    private static readonly string[] Beside = ["Date", "To", "Subject"];
    private static readonly string[] Reports = ["Delivery", "Bounce", "SpamComplaint", "Open", "Click", "SubscriptionChange"];

    public override string Name => "postmark";

    public override string Title => "Postmark";

    public override SourceGuide Guide { get; } = new(
        Where: "Servers → your server → Inbound stream → Settings → Webhook: our URL, with kpi:SECRET@ before the host",
        Events: ["the inbound webhook; Delivery, Bounce, Open and Click may be sent too and count nothing"],
        Secret: "The password in the URL: Postmark does not sign.",
        MakesSecret: true,
        Notes: [.. MailMessage.Notes, "Leave “Include raw email content” off: it doubles the size, and a delivery may have 16 MiB."])
    {
        SecretInUrl = true,
    };

    public override IReadOnlyList<Proof> Proofs { get; } = [new TokenProof()];

    public override int BodyBytes => HttpLimits.BulkBytes;

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var mail = delivery.Json.RequiredObject;
        if (mail["RecordType"].Text is { } kind && kind != "Inbound") return [Delivery.Ignore(Reports.Contains(kind, StringComparer.Ordinal) ? IgnoredReason.DeliveryReport : IgnoredReason.UnknownKind)];
        return [Message(mail).Read(delivery)];
    }

    /// <summary>From, To, Date and Subject stand beside the other fields of the header. MessageID is Postmark's own, not the mail's.</summary>
    private static MailMessage Message(Node mail)
    {
        var listed = mail["Headers"].Items.Select(field => (field["Name"].Text ?? "", field["Value"].Text ?? ""));
        var beside = Beside.Select(name => (name, mail[name].Text ?? ""));
        var from = mail["FromFull"]["Email"].Text ?? mail["From"].RequiredText;
        return new MailMessage(MailHeaders.Of(listed.Concat(beside).Append(("From", from))))
        {
            Recipient = mail["OriginalRecipient"].Text ?? mail["ToFull"].Items.FirstOrDefault(to => to["MailboxHash"].Text is not null)["Email"].Text,
            VendorId = mail["MessageID"].RequiredId,
        };
    }
}
