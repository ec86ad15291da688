using System.Security.Cryptography;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>SurveyMonkey: its webhook says that there is a response and nothing of what it says. The response itself, as the API gives it, may be posted here by who fetches it.</summary>
internal sealed class SurveyMonkey : Source
{
    public override string Name => "surveymonkey";

    public override string Title => "SurveyMonkey";

    public override SourceGuide Guide { get; } = new(
        Where: "POST /v3/webhooks with the URL as subscription_url",
        Events: ["response_completed", "response_updated"],
        Secret: "<client id>&<client secret> of the app, in one line, for the webhook; one of ours as X-Webhook-Token for responses that you post yourself.",
        MakesSecret: false,
        Notes:
        [
            "The webhook has only ids, so it counts nothing (too_thin). Have a script fetch /v3/surveys/{id}/responses/{id}/details and post that JSON here.",
            "Which question asks what: --option questions='{\"<question id>\":{\"kind\":\"csat\",\"scale\":\"1-5\"}}'; its score is the weight of the choice. Read from the API's documentation, not tried.",
            "Give the collector the custom variables ticket_id and agent_id; say whose tickets they are: --option tickets_of=/zendesk/acme.",
        ]);

    /// <summary>With the key of the app, "id&amp;secret", for a token there would be nothing secret enough about it; a secret of ours has no ampersand.</summary>
    public override IReadOnlyList<Proof> Proofs { get; } =
    [
        new HmacProof("Sm-Signature", HashAlgorithmName.SHA1, MacText.Base64),
        new TokenProof { IsSecret = static secret => !secret.Contains('&', StringComparison.Ordinal) },
    ];

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var json = delivery.Json.RequiredObject;
        if (json["pages"].IsArray) return Response(delivery, json);
        var kind = json["event_type"].RequiredText;
        var isResponse = kind is "response_completed" or "response_updated" or "response_created";
        var isOther = kind.StartsWith("response_", StringComparison.Ordinal) || kind.StartsWith("survey_", StringComparison.Ordinal) || kind.StartsWith("collector_", StringComparison.Ordinal);
        return [Delivery.Ignore(isResponse ? IgnoredReason.TooThin : isOther || kind.StartsWith("app_", StringComparison.Ordinal) ? IgnoredReason.NotForKpis : IgnoredReason.UnknownKind)];
    }

    /// <summary>HEAD at creation must get 200; it is the same for every workspace, so it tells nothing.</summary>
    public override IResult? Handshake(HttpRequest request, IReadOnlyList<Connection> connections) => HttpMethods.IsHead(request.Method) ? TypedResults.Ok() : null;

    private static List<Reading> Response(Delivery delivery, Node response)
    {
        if (response["response_status"].Text is "partial" or "overquota" or "disqualified") return [Delivery.Ignore(IgnoredReason.Draft)];
        var questions = response["pages"].Items.SelectMany(page => page["questions"].Items).Where(question => delivery.Connection.Options["questions"][question["id"].Id ?? ""].Exists);
        var readings = Delivery.Each(questions, question => [Answer(delivery, response, question)]).ToList();
        return readings.Count > 0 ? readings : [Delivery.Ignore(IgnoredReason.NotForKpis)];
    }

    private static Reading Answer(Delivery delivery, Node response, Node question)
    {
        var (id, asked) = (response["id"].RequiredId, question["id"].RequiredId);
        var (changed, variables) = (response["date_modified"], response["custom_variables"]);
        var weight = question["answers"].Items.Select(answer => answer["choice_metadata"]["weight"]).FirstOrDefault(node => node.Exists);
        return new SurveyAnswer(variables["ticket_id"].Id, id, $"{id}:{asked}:{changed.RequiredText}", changed.RequiredTime, id, Question.Of(delivery.Connection.Options["questions"][asked], scale: null)!)
        {
            Agent = variables["agent_id"].Id,
        }.Read(delivery, weight);
    }
}
