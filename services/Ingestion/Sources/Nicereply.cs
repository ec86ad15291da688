using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Ingestion.Webhooks.Proofs;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Nicereply: no webhook is documented, so a script posts the rows that its API lists as ratings: one, an array, or the API's answer with the rows in <c>data</c>.</summary>
internal sealed class Nicereply : Source
{
    public override string Name => "nicereply";

    public override string Title => "Nicereply";

    public override SourceGuide Guide { get; } = new(
        Where: "Nicereply sends no webhooks: fetch GET /v1/ratings every few minutes and post the rows to our URL",
        Events: ["ratings; rows of effort and NPS surveys with a member kind: ces, nps"],
        Secret: "Sent by your script as X-Webhook-Token or as a Bearer token.",
        MakesSecret: true,
        Notes:
        [
            "The names of a row's members (id, score, ticket_id, user_id, created_at, comment) are read from third parties and not confirmed.",
            "Ratings have no scale of their own: --option scale=1-10 says it, or scale in the row; nps is 0-10 and ces 1-7 unless the row says otherwise.",
            "The agent is user_id. Say whose tickets they are: --option tickets_of=/zendesk/acme.",
        ]);

    public override IReadOnlyList<Proof> Proofs { get; } = [new TokenProof()];

    public override IEnumerable<Reading> Read(Delivery delivery)
    {
        var json = delivery.Json;
        if (json.IsArray) return Delivery.Each(json.Items, row => [Row(delivery, row)]);
        return json["data"].IsArray ? Delivery.Each(json["data"].Items, row => [Row(delivery, row)]) : [Row(delivery, json.RequiredObject)];
    }

    private static Reading Row(Delivery delivery, Node row)
    {
        var kind = Question.KindIn(row["kind"].Text ?? row["type"].Text) ?? "csat";
        var scale = row["scale"].Text ?? kind switch { "nps" or "enps" => "0-10", "ces" => "1-7", _ => delivery.Connection.Option("scale") };
        if (scale is null || !ScoreOnScale.TryBounds(scale, out _, out _)) throw row["scale"].Wrong("a scale like 1-10, here or as the connection's option scale");
        var id = row["id"].RequiredId;
        var changed = row["updated_at"].Exists ? row["updated_at"] : row["created_at"];
        return new SurveyAnswer(row["ticket_id"].Id, id, $"{kind}:{id}:{changed.RequiredId}", changed.RequiredTime, id, new Question(kind, scale))
        {
            Agent = row["user_id"].Id,
            HasComment = row["comment"].Text is not null,
        }.Read(delivery, row["score"]);
    }
}
