using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.ByMapping;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// Everything else: a mapping file (docs/import.md) says what the payloads mean. JSON (an object, a list of them, or a list inside), NDJSON or CSV; the events are
/// checked as strictly as those that come in by the front door. Of state it has only the mapping files it has read.
/// </summary>
internal sealed class MapSource : Source
{
    private readonly MappingFiles files = new();

    public override string Name => "map";

    public override string Title => "Anything else, by a mapping file";

    public override SourceGuide Guide { get; } = new(
        Where: "wherever the sender takes a webhook URL",
        Events: ["whatever the mapping file has a rule for; what no rule takes is refused, unless its \"otherwise\" says else"],
        Secret: "Send our secret with each request: Authorization: Bearer SECRET, X-Webhook-Token: SECRET, or kpi:SECRET@ before the host in the URL. A sender that signs needs the option signature.",
        MakesSecret: true,
        Notes:
        [
            "Write the mapping with ./kpi sources try PAYLOAD --map FILE at hand; then ./kpi sources add map --workspace W --map FILE. A changed file is in force with the next request.",
            "While the mapping file is wrong or away, deliveries are answered 503 with Retry-After, so that the sender tries again.",
            "Give it an id that is the same when the fact is told again; without one it is a hash of all the payload says.",
            "Any HMAC: --option signature.header=X-Signature, and where they differ from sha256, hex and nothing: signature.algorithm=sha1, signature.encoding=base64, signature.prefix=sha256=, "
                + "signature.timestamp_header=X-Timestamp with signature.separator=. between time and body.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } = [new TokenProof()];

    public override IReadOnlyList<Proof> ProofsFor(Connection connection) => SignatureOption.Read(connection) is { Proof: { } signed } ? [signed] : Proofs;

    public override string? Problem(Connection connection) =>
        SignatureOption.Read(connection).Problem ?? files.Find(connection).Problem;

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var found = files.Find(delivery.Connection);
        return new MappedDelivery(delivery, found.Mapping ?? throw new SetupException(found.Problem!)).Read();
    }
}
