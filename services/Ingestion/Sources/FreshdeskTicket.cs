using System.Globalization;
using System.Text.RegularExpressions;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>What a Freshdesk rule sent. In our body the ticket is an object of its own; in the simple one its members are beside the event's, most with the prefix <c>ticket_</c>.</summary>
internal sealed partial class FreshdeskTicket(Delivery delivery, Node told, Node ticket)
{
    private readonly string id = TicketId(ticket);

    private readonly FreshdeskWords words = new(delivery.Connection);

    private DateTimeOffset? UpdatedAt => Time("updated_at");

    /// <summary>The address, as nobody else has it; or the name, as the CSV export has it.</summary>
    private string? Agent => delivery.Connection.Option("agents_by") == "name"
        ? Text("agent_name") ?? told["conversation_agent"].Text
        : Text("agent_email") ?? Text("agent_name") ?? told["conversation_agent"].Text;

    public IEnumerable<Reading> Read()
    {
        var word = (told["event"].Text ?? told["triggered_event"].Text ?? "changed").ToLowerInvariant();
        return word switch
        {
            "opened" or "ticket_created" or "created" => [Opened()],
            _ when word.Contains("ticket_action:create", StringComparison.Ordinal) => [Opened()],
            "agent_replied" or "agent_reply_added" => [Replied("agent_replied", new EventData { Author = Party.Agent, Agent = Agent ?? "unknown" })],
            "customer_replied" or "customer_reply_added" => [Replied("customer_replied", new EventData { Author = Party.Customer })],
            "note_added" or "private_note_added" => [Replied("note_added", new EventData { Author = Agent is null ? Party.Automation : Party.Agent, Agent = Agent, Public = false })],
            "survey_answered" => [Answered()],
            "deleted" or "spam" or "merged" => [Event(EventTypes.TicketRemoved, word, UpdatedAt, new EventData { Reason = word }, once: true)],
            _ => Changed(word),
        };
    }

    private Reading Opened()
    {
        var (channel, detail, outbound) = words.Source(Member("source"));
        return delivery.Event(EventTypes.TicketOpened, id, $"ticket:{id}:opened", Time("created_at") ?? throw Member("created_at").Wrong("an instant"), new EventData
        {
            Channel = channel ?? Channel.Other,
            ChannelDetail = detail,
            OpenedBy = outbound ? Party.Agent : Party.Customer,
            Customer = Text("requester_email") ?? Text("requester_id"),
            Agent = Agent,
            Team = Text("group") ?? Text("group_name"),
            Category = Category,
            Priority = FreshdeskWords.Priority(Member("priority")),
            Tags = FreshdeskWords.Tags(Member("tags")),
        });
    }

    private Reading Replied(string word, EventData data) => Event(EventTypes.TicketReplied, word, words.Time(told["conversation_created_at"]) ?? UpdatedAt, data);

    private Reading Answered()
    {
        var (score, scale) = FreshdeskWords.Rating(Member("survey_rating")) ?? throw Member("survey_rating").Wrong("one of Freshdesk's ratings");
        return Event(EventTypes.SurveyAnswered, "survey_answered", UpdatedAt, new EventData { Kind = "csat", Score = score, Scale = scale, Agent = Agent });
    }

    private IEnumerable<Reading> Changed(string word)
    {
        var (from, to) = (words.Status(told["ticket_old_status"]), words.Status(told["ticket_new_status"]));
        if (StatusChange().Match(word) is { Success: true } said) (from, to) = (words.Status(said.Groups["from"].Value), words.Status(said.Groups["to"].Value));
        if (to is null) return Observed();
        var at = (to == TicketStatus.Resolved ? Time("resolved_at") : null) ?? UpdatedAt;
        return (from, to) switch
        {
            (TicketStatus.Resolved, TicketStatus.Resolved) => [Delivery.Ignore(IgnoredReason.NotForKpis)], // closed after it was resolved
            (_, TicketStatus.Resolved) => [Event(EventTypes.TicketResolved, "resolved", at, new EventData { Agent = Agent, By = By })],
            (TicketStatus.Resolved, TicketStatus.Pending) => [Event(EventTypes.TicketReopened, "reopened", at, new EventData { By = By }), Event(EventTypes.TicketPended, "pended", at, new EventData())],
            (_, TicketStatus.Pending) => [Event(EventTypes.TicketPended, "pended", at, new EventData())],
            _ => [Event(EventTypes.TicketReopened, "reopened", at, new EventData { By = By })],
        };
    }

    private IEnumerable<Reading> Observed()
    {
        var (channel, detail, outbound) = words.Source(Member("source"));
        var status = words.Status(Member("status"));
        var team = Member("group").IsGiven ? Member("group") : Member("group_name");
        var data = new EventData
        {
            Status = status,
            OpenedAt = Time("created_at"),
            OpenedBy = outbound ? Party.Agent : null,
            Channel = channel,
            ChannelDetail = detail,
            Agent = Agent,
            Team = team.Text,
            Category = Category,
            Priority = FreshdeskWords.Priority(Member("priority")),
            Tags = FreshdeskWords.Tags(Member("tags")),
            Cleared = Cleared(team),
        };
        // Who resolved it is known in a rule of its own only.
        if (status == TicketStatus.Resolved && By is { } by && UpdatedAt is { } at) yield return Event(EventTypes.TicketResolved, "resolved", at, new EventData { Agent = by == Party.Agent ? Agent : null, By = by });
        yield return Event(EventTypes.TicketObserved, $"observed:{status}", UpdatedAt, data);
    }

    private List<string>? Cleared(Node team)
    {
        var cleared = new List<string>();
        if (Agent is null && (Member("agent_email").IsGiven || Member("agent_name").IsGiven)) cleared.Add("agent");
        if (team.Text is null && team.IsGiven) cleared.Add("team");
        return cleared.Count > 0 ? cleared : null;
    }

    /// <summary>The same fact is known by the ticket, what happened, and when; without a time by the minute it came, which is weak but all there is.</summary>
    private Reading Event(string type, string word, DateTimeOffset? at, EventData data, bool once = false)
    {
        var arrived = delivery.ReceivedAt;
        var minute = arrived.AddTicks(-(arrived.UtcTicks % TimeSpan.TicksPerMinute));
        var key = once ? "once" : at is { } known ? known.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : $"minute-{minute.ToUnixTimeSeconds()}";
        return delivery.Event(type, id, $"ticket:{id}:{word}:{key}".ToLowerInvariant(), at ?? minute, data);
    }

    private Party? By => told["by"].Text switch { "agent" => Party.Agent, "customer" or "requester" => Party.Customer, "automation" or "system" => Party.Automation, _ => null };

    private string? Category => Text("ticket_type") ?? Text("type");

    private DateTimeOffset? Time(string member) => words.Time(Member(member));

    private string? Text(string member) => Member(member).Text;

    private Node Member(string name) => ticket["ticket_" + name].IsGiven ? ticket["ticket_" + name] : ticket[name];

    private static string TicketId(Node ticket)
    {
        var node = ticket["ticket_id"].IsGiven ? ticket["ticket_id"] : ticket["id"];
        var number = node.RequiredId;
        return number.StartsWith("{{", StringComparison.Ordinal) ? throw node.Wrong("a ticket's number, and no placeholder that nobody filled in") : number;
    }

    /// <summary>In simple bodies: <c>{status:{from:2,to:4}}</c>, which is not JSON.</summary>
    [GeneratedRegex(@"status:\s*\{\s*from:\s*(?<from>[^,}]+),\s*to:\s*(?<to>[^,}]+)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex StatusChange();
}
