using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>A message as Chatwoot writes it in webhooks (types and times as words) and in the REST API (as numbers).</summary>
internal sealed class ChatwootMessage(Delivery delivery, Node json, ChatwootConversation conversation)
{
    private const string Csat = "csat";

    private string Id => json["id"].RequiredId;

    private string MessageId => $"{conversation.Account}:{Id}";

    private string Kind => KindOf(json) ?? throw json["message_type"].Wrong("one of incoming, outgoing, activity, template");

    private bool IsSurvey => json["content_type"].Is("input_csat");

    public static bool IsPerson(string type) => type.Equals("user", StringComparison.OrdinalIgnoreCase);

    /// <summary>Who wrote the first message that anybody wrote.</summary>
    public static Party Opener(IEnumerable<Node> messages)
    {
        var first = messages.Where(message => KindOf(message) is "incoming" or "outgoing").OrderBy(message => message["id"].Number ?? decimal.MaxValue).FirstOrDefault();
        if (KindOf(first) != "outgoing" || first["private"].IsTrue) return Party.Customer;
        return Author(first) is Party.Agent ? Party.Agent : Party.Automation;
    }

    public IEnumerable<Reading> Created()
    {
        if (conversation.IsNoRequest) return [Delivery.Ignore(IgnoredReason.NoRequest)];
        if (Kind == "activity") return [Delivery.Ignore(IgnoredReason.NotForKpis)];
        return [IsSurvey ? Asked() : Written()];
    }

    /// <summary>Only the answer to the survey is of interest.</summary>
    public IEnumerable<Reading> Updated() => [Answer(delivery.ReceivedAt) ?? Delivery.Ignore(IgnoredReason.MessageChanged)];

    /// <summary>As it is now: the survey's question and its answer are one message.</summary>
    public IEnumerable<Reading> Record()
    {
        foreach (var reading in Created()) yield return reading;
        if (Answer(json["created_at"].RequiredTime) is { } answer) yield return answer;
    }

    private Reading Written()
    {
        var author = Kind switch
        {
            "incoming" => json["content_attributes"]["email"]["auto_reply"].IsTrue ? Party.Automation : Party.Customer,
            "outgoing" => Author(json),
            _ => Party.Automation,
        };
        var data = new EventData { Author = author, Agent = author == Party.Agent ? Agent() : null, Public = !json["private"].IsTrue };
        return delivery.Event(EventTypes.TicketReplied, conversation.Ticket, $"message:{MessageId}", json["created_at"].RequiredTime, data);
    }

    private Reading Asked() => delivery.Event(
        EventTypes.SurveySent, conversation.Ticket, $"{Csat}:{MessageId}:sent", json["created_at"].RequiredTime, new EventData { Kind = Csat, Survey = Id });

    /// <summary>Comes again whenever the customer changes it; the last one counts, so its id says what was answered.</summary>
    private Reading? Answer(DateTimeOffset at)
    {
        var answer = json["content_attributes"]["submitted_values"]["csat_survey_response"];
        if (!answer.IsObject) return null;
        if (answer["rating"].RequiredNumber is not (>= 1 and <= 5) || answer["rating"].Number is not { } score) throw answer["rating"].Wrong("1, 2, 3, 4 or 5");
        var comment = answer["feedback_message"].Text is not null;
        var data = new EventData { Kind = Csat, Score = score, Scale = "1-5", Survey = Id, Agent = conversation.Assignee, HasComment = comment };
        return delivery.Event(EventTypes.SurveyAnswered, conversation.Ticket, $"{Csat}:{MessageId}:{(int)score}{(comment ? ":comment" : "")}", at, data);
    }

    /// <summary>Null for a type that nobody knows.</summary>
    private static string? KindOf(Node message) => message["message_type"].Id switch
    {
        "incoming" or "0" => "incoming",
        "outgoing" or "1" => "outgoing",
        "activity" or "2" => "activity",
        "template" or "3" => "template",
        _ => null,
    };

    /// <summary>An agent only where a person is named: rules, campaigns and messages of nobody are automation.</summary>
    private static Party Author(Node message)
    {
        var more = message["additional_attributes"];
        if (message["content_attributes"]["automation_rule_id"].Exists || more["campaign_id"].Exists || more["whatsapp_api_campaign_id"].Exists) return Party.Automation;
        if (message["content_attributes"]["external_echo"].IsTrue) return Party.Agent;
        return (message["sender"]["type"].Text ?? message["sender_type"].Text) switch
        {
            { } type when IsPerson(type) => Party.Agent,
            { } type when type.Contains("bot", StringComparison.OrdinalIgnoreCase) || type.StartsWith("captain", StringComparison.OrdinalIgnoreCase) => Party.Bot,
            _ => Party.Automation,
        };
    }

    /// <summary>An answer from the messenger's own app names nobody.</summary>
    private string Agent() => json["sender"]["id"].Id ?? json["sender_id"].Id ?? conversation.Assignee ?? "native_app";
}
