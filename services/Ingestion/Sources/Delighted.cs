using System.Security.Cryptography;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Delighted: survey responses. One that is changed later (a comment, another score) is told again and replaces what it was.</summary>
internal sealed class Delighted : Source
{
    public override string Name => "delighted";

    public override string Title => "Delighted";

    public override SourceGuide Guide { get; } = new(
        Where: "Integrations → Webhooks → New webhook",
        Events: ["New responses", "Updated responses"],
        Secret: "The private API key (Integrations → API).",
        MakesSecret: false,
        Notes:
        [
            "Send the survey with the properties ticket_id and agent_id, so that an answer finds its ticket; say whose tickets they are: --option tickets_of=/zendesk/acme.",
            "Effort is read as 1-5 (ces) or 1-7 (ces7), more being easier; which survey types there are is not confirmed, and one we do not know is ignored.",
            "An answer counts at its last change, as Delighted does not say when which part was given.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } =
        [new HmacProof("X-Delighted-Webhook-Signature", HashAlgorithmName.SHA256, MacText.Hex) { Prefix = "sha256=" }];

    public override IEnumerable<Reading> Read(Delivery delivery) => delivery.Json["event_type"].RequiredText switch
    {
        "survey_response.created" or "survey_response.updated" => [Answer(delivery, delivery.Json["event_data"].RequiredObject)],
        "unsubscribe.created" or "bounce.created" => [Delivery.Ignore(IgnoredReason.DeliveryReport)],
        _ => [Delivery.Ignore(IgnoredReason.UnknownKind)],
    };

    private static Reading Answer(Delivery delivery, Node response)
    {
        if (Asked(response["survey_type"].RequiredText) is not { } asked) return Delivery.Ignore(IgnoredReason.UnknownKind);
        var (id, properties) = (response["id"].RequiredId, response["person_properties"]);
        var changed = response["updated_at"].Exists ? response["updated_at"] : response["created_at"];
        return new SurveyAnswer(properties["ticket_id"].Id, id, $"{id}:{changed.RequiredId}", changed.RequiredTime, id, asked)
        {
            Agent = properties["agent_id"].Id ?? properties["agent"].Id,
            HasComment = response["comment"].Text is not null,
        }.Read(delivery, response["score"]);
    }

    private static Question? Asked(string type) => type switch
    {
        "nps" => new("nps", "0-10"),
        "enps" => new("enps", "0-10"),
        "csat" or "smileys" or "stars" => new("csat", "1-5"),
        "csat3" => new("csat", "1-3"),
        "thumbs" => new("csat", ScoreOnScale.GoodBad),
        "ces" => new("ces", "1-5"),
        "ces7" => new("ces", "1-7"),
        _ => null,
    };
}
