using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// A trigger's webhook with <see cref="Template"/> as its body. It says how the ticket is, so it is a snapshot; and, by the word that the admin put in, that
/// somebody wrote. Zendesk fills in words for people, which is why nothing here is free text: a quote in it would break the JSON.
/// </summary>
internal sealed class ZendeskTrigger(Delivery delivery, Node body)
{
    public const string Template =
        """
        {"event":"changed","ticket":{"id":"{{ticket.id}}","status":"{{ticket.status}}","via":"{{ticket.via}}","priority":"{{ticket.priority}}","tags":"{{ticket.tags}}","group":"{{ticket.group.name}}","assignee_id":"{{ticket.assignee.id}}","requester_id":"{{ticket.requester.id}}","created_at":"{{ticket.created_at_with_timestamp}}","updated_at":"{{ticket.updated_at_with_timestamp}}","satisfaction":{"current_rating":"{{satisfaction.current_rating}}"}}}
        """;

    private readonly Node ticket = body["ticket"].RequiredObject;

    public IEnumerable<Reading> Read()
    {
        foreach (var (_, value) in ticket.Members)
        {
            if (value.Text?.Contains("{{", StringComparison.Ordinal) == true) throw value.Wrong("filled in by Zendesk");
        }

        var (id, at) = (ticket["id"].RequiredId, Time(ticket["updated_at"]));
        var key = $"ticket:{id}:{{0}}:{at.ToUnixTimeSeconds()}";
        return body["event"].Text switch
        {
            "agent_replied" => [Replied(Party.Agent)],
            "customer_replied" => [Replied(Party.Customer)],
            "rated" => [new ZendeskTicket(delivery, ticket).Rated(ticket["satisfaction"]["current_rating"], null, at) ?? Delivery.Ignore(IgnoredReason.NotForKpis)],
            _ => [Observed()],
        };

        Reading Replied(Party author)
        {
            if (delivery.Connection.Options["pull"].IsObject) return Delivery.Ignore(IgnoredReason.ToldByAnother);
            var agent = author == Party.Agent ? Sentinels.Id(ticket["assignee_id"].Id) ?? "unknown" : null;
            return delivery.Event(EventTypes.TicketReplied, id, Fact(author == Party.Agent ? "agent_replied" : "customer_replied"), at, new EventData { Author = author, Agent = agent });
        }

        Reading Observed()
        {
            var (status, channel) = (ticket["status"].RequiredText, ZendeskChannels.Of(ticket["via"].Text).Channel);
            var (agent, team, priority) = (Sentinels.Id(ticket["assignee_id"].Id), ticket["group"].Text, ticket["priority"].Text is { } word and not "-" ? word.ToLowerInvariant() : null);
            return delivery.Event(EventTypes.TicketObserved, id, Fact("observed") + ":" + status.ToUpperInvariant(), at, new EventData
            {
                Status = ZendeskTicket.StatusOf(status) ?? throw ticket["status"].Wrong("one of New, Open, Pending, On-hold, Solved, Closed"),
                OpenedAt = Time(ticket["created_at"]),
                Channel = channel,
                Agent = agent,
                Team = team,
                Priority = priority,
                Tags = ZendeskTicket.TagsOf(ticket["tags"]),
                Cleared = Sentinels.Cleared(("agent", agent), ("team", team), ("priority", priority)),
            });
        }

        string Fact(string what) => key.Replace("{0}", what, StringComparison.Ordinal);
    }

    /// <summary>Zendesk writes these to the minute in some accounts.</summary>
    private static DateTimeOffset Time(Node node) => node.Time ?? (node.Text is [.. { Length: 16 } minute, 'Z'] ? VendorTime.Parse(minute + ":00Z") : null) ?? node.RequiredTime;
}
