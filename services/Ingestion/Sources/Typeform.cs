using System.Security.Cryptography;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// Typeform: form responses as survey answers. An NPS and a rating (as csat) count by themselves, an opinion scale or a number only when its reference or the connection says
/// what it asks: it may be about the weather.
/// </summary>
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
            "An opinion scale counts when its question's reference has the word csat, ces, nps or enps, or by --option kinds='{\"<reference>\":\"ces\"}'; "
                + "with a scale where the form's definition does not come along: {\"<reference>\":{\"kind\":\"ces\",\"scale\":\"1-7\"}}.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } =
        [new HmacProof("Typeform-Signature", HashAlgorithmName.SHA256, MacText.Base64) { Prefix = "sha256=" }];

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var kind = delivery.Json["event_type"].RequiredText;
        if (kind != "form_response") return [Delivery.Ignore(kind == "form_response_partial" ? IgnoredReason.Draft : IgnoredReason.UnknownKind)];
        var response = delivery.Json["form_response"].RequiredObject;
        var readings = Delivery.Each(response["answers"].Items, answer => Answer(delivery, response, answer) is { } reading ? [reading] : []).ToList();
        return readings.Count > 0 ? readings : [Delivery.Ignore(IgnoredReason.NotForKpis)];
    }

    private static Reading? Answer(Delivery delivery, Node response, Node answer)
    {
        if (answer["number"].Number is null || Asked(delivery, response, answer["field"]) is not { } asked) return null;
        var (token, field) = (response["token"].RequiredId, answer["field"]["id"].RequiredId);
        return new SurveyAnswer(response["hidden"]["ticket_id"].Id, token, $"{token}:{field}", response["submitted_at"].RequiredTime, response["form_id"].Id, asked)
        {
            Agent = response["hidden"]["agent_id"].Id,
        }.Read(delivery, answer["number"]);
    }

    private static Question? Asked(Delivery delivery, Node response, Node field)
    {
        var kinds = delivery.Connection.Options["kinds"];
        var (name, scale) = (field["ref"].Text, Scale(response, field));
        if (Question.Of(kinds[name ?? ""].Exists ? kinds[name ?? ""] : kinds[field["id"].Id ?? ""], scale) is { } told) return told;
        var kind = field["type"].Text switch
        {
            "nps" => Question.KindIn(name) == "enps" ? "enps" : "nps",
            "rating" => Question.KindIn(name) ?? "csat",
            _ => Question.KindIn(name),
        };
        return kind is null || scale is null ? null : new Question(kind, scale);
    }

    /// <summary>The steps of a scale are in the form's definition, which mostly comes along; 5 for a rating and 0 to 10 for an opinion scale are Typeform's defaults.</summary>
    private static string? Scale(Node response, Node field)
    {
        var properties = response["definition"]["fields"].Items.FirstOrDefault(each => each["id"].Id == field["id"].Id)["properties"];
        var steps = properties["steps"].Number is { } number and > 1 and <= 100 ? (int?)number : null;
        return field["type"].Text switch
        {
            "nps" => "0-10",
            "rating" => $"1-{steps ?? 5}",
            "opinion_scale" when properties["start_at_one"].IsTrue => $"1-{steps ?? 10}",
            "opinion_scale" => $"0-{(steps ?? 11) - 1}",
            _ => null,
        };
    }
}
