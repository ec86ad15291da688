using System.Security.Cryptography;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Typeform: form responses as survey answers. A question counts when it is an NPS, rating or opinion scale.</summary>
internal sealed class Typeform : Source
{
    public override string Name => "typeform";

    public override string Title => "Typeform";

    public override SourceGuide Guide { get; } = new(
        Where: "Form → Connect → Webhooks → Add a webhook; paste the URL, then Edit → Secret",
        Events: ["form_response (the only one there is)"],
        Secret: "Paste our secret into the webhook's Secret field.",
        MakesSecret: true,
        Notes:
        [
            "Give the form the hidden fields ticket_id and agent_id, and put them into the survey's link, so that an answer finds its ticket.",
            "Say whose tickets they are: --option tickets_of=/zendesk/acme.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } =
        [new HmacProof("Typeform-Signature", HashAlgorithmName.SHA256, MacText.Base64) { Prefix = "sha256=" }];

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        if (delivery.Json["event_type"].RequiredText != "form_response") return [Delivery.Ignore(IgnoredReason.UnknownKind)];
        var response = delivery.Json["form_response"].RequiredObject;
        var readings = response["answers"].Items.Select(answer => Answer(delivery, response, answer)).OfType<Reading>().ToList();
        return readings.Count > 0 ? readings : [Delivery.Ignore(IgnoredReason.NotForKpis)];
    }

    private static Reading? Answer(Delivery delivery, Node response, Node answer)
    {
        if (answer["number"].Number is not { } score || Scale(response, answer["field"]) is not { } scale) return null;
        var (token, field) = (response["token"].RequiredId, answer["field"]["id"].RequiredId);
        var data = new EventData
        {
            Kind = scale.Kind,
            Score = score,
            Scale = scale.Range,
            Survey = response["form_id"].Id,
            Agent = response["hidden"]["agent_id"].Id,
        };
        return delivery.SurveyEvent(EventTypes.SurveyAnswered, response["hidden"]["ticket_id"].Id, token, $"{token}:{field}", response["submitted_at"].RequiredTime, data);
    }

    /// <summary>The steps of a scale are in the form's definition, which mostly comes along; 5 for a rating and 0 to 10 for an opinion scale are Typeform's defaults.</summary>
    private static (string Kind, string Range)? Scale(Node response, Node field)
    {
        var properties = response["definition"]["fields"].Items.FirstOrDefault(each => each["id"].Id == field["id"].Id)["properties"];
        var steps = (int?)properties["steps"].Number;
        return field["type"].Text switch
        {
            "nps" => ("nps", "0-10"),
            "rating" => ("csat", $"1-{steps ?? 5}"),
            "opinion_scale" when properties["start_at_one"].IsTrue => ("csat", $"1-{steps ?? 10}"),
            "opinion_scale" => ("csat", $"0-{(steps ?? 11) - 1}"),
            _ => null,
        };
    }
}
