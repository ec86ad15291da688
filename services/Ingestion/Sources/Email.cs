using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>A mail as it is (message/rfc822), posted by a mail server's pipe or a script. Only its header is read.</summary>
internal sealed class Email : Source
{
    public override string Name => "email";

    public override string Title => "E-mail, raw";

    public override SourceGuide Guide { get; } = new(
        Where: "In your mail server, pipe each mail of the support address: curl --data-binary @- -H 'Content-Type: message/rfc822' -H 'X-Webhook-Token: SECRET' URL",
        Events: ["every mail to the support address, and a blind copy of every answer"],
        Secret: "Sent as X-Webhook-Token, as a Bearer token or as the password of Basic authentication.",
        MakesSecret: true,
        Notes: MailMessage.Notes);

    public override IReadOnlyList<Proof> Proofs { get; } = [new TokenProof()];

    public override int BodyBytes => HttpLimits.BulkBytes;

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var headers = MailHeaders.Parse(delivery.Body);
        var recipient = headers["Delivered-To"] ?? headers["X-Original-To"] ?? headers["Envelope-To"] ?? headers["To"];
        return [new MailMessage(headers) { Recipient = MailAddresses.In(recipient).FirstOrDefault() }.Read(delivery)];
    }
}
