using System.Globalization;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Help Scout's two ways to ask: the rating under a reply, and Beacon's surveys, which are about no conversation.</summary>
internal sealed class HelpScoutSurveys(Delivery delivery)
{
    private const string Three = "1-3";

    /// <summary>A changed rating is sent again with its <c>modifiedAt</c>: another answer to the same survey.</summary>
    public Reading Rating(Node json)
    {
        var (rating, time) = (json["id"].RequiredId, json["modifiedAt"].Time ?? json["createdAt"].RequiredTime);
        return delivery.Event(EventTypes.SurveyAnswered, json["ticketId"].RequiredId, $"rating:{rating}:{Key(time)}", time, new EventData
        {
            Kind = "csat",
            Score = json["rating"].Text?.ToLowerInvariant() switch { "great" => 3, "okay" => 2, "bad" or "not good" => 1, _ => throw json["rating"].Wrong("Great, Okay or Bad") },
            Scale = Three,
            Survey = rating,
            HasComment = json["comments"].Text is not null,
        });
    }

    /// <summary>An answer has no id of its own: the customer (hashed, as it is in the event's subject) and the time are one.</summary>
    public Reading Response(Node json)
    {
        var (response, time) = (json["response"].RequiredObject, json["response"]["timestamp"].RequiredTime);
        var customer = json["_embedded"]["customer"]["id"].Id;
        var who = customer is null ? "anonymous" : CustomerHash.Of(delivery.Connection.Workspace.CustomerKey, customer);
        var answer = $"survey:{who}:{Key(time)}";
        var (kind, score, scale) = Score(response);
        return delivery.SurveyEvent(EventTypes.SurveyAnswered, ticket: null, answer, answer, time, new EventData
        {
            Kind = kind,
            Score = score,
            Scale = scale,
            Survey = json["message"]["id"].Id ?? json["message"]["name"].Text,
            HasComment = response["comment"].Text is not null,
        });
    }

    /// <summary>The vendor's own <c>category</c> of an NPS answer is not to be trusted: its sample calls a 9 passive.</summary>
    private static (string Kind, decimal Score, string Scale) Score(Node response) => response["value"].Text switch
    {
        "😀" or "😃" or "🙂" => ("csat", 3, Three),
        "😐" => ("csat", 2, Three),
        "🙁" or "☹️" or "😞" => ("csat", 1, Three),
        "👍" => ("csat", 1, ScoreOnScale.GoodBad),
        "👎" => ("csat", 0, ScoreOnScale.GoodBad),
        _ => response["name"].Text?.ToLowerInvariant() switch
        {
            "happy" => ("csat", 3, Three),
            "neutral" => ("csat", 2, Three),
            "sad" => ("csat", 1, Three),
            "thumbs up" => ("csat", 1, ScoreOnScale.GoodBad),
            "thumbs down" => ("csat", 0, ScoreOnScale.GoodBad),
            _ => response["value"].Number is >= 0 and <= 10 and var score ? ("nps", score, "0-10") : throw response["value"].Wrong("a face, a thumb, or 0 to 10"),
        },
    };

    private static string Key(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
