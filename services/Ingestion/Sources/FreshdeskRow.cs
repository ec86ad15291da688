using System.Globalization;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// A row of Freshdesk's CSV export: one ticket without its messages. Known are when it was opened, first answered and last resolved; a reopening in between is not.
/// Columns are found by their letters and digits alone, as their names change a little from export to export.
/// </summary>
internal sealed class FreshdeskRow
{
    private readonly Delivery delivery;
    private readonly FreshdeskWords words;
    private readonly Dictionary<string, Node> columns = new(StringComparer.Ordinal);
    private readonly string id;
    private readonly DateTimeOffset createdAt;

    public FreshdeskRow(Delivery delivery, Node record)
    {
        (this.delivery, words) = (delivery, new FreshdeskWords(delivery.Connection));
        foreach (var (name, value) in record.Members) columns.TryAdd(Letters(name), value);
        id = (Find("ticketid", "id") ?? record["Ticket ID"]).RequiredId;
        createdAt = Time(out var created, "createdtime", "createdat", "created") ?? throw (created ?? record["Created time"]).Wrong("an instant; times without an offset are in the option time_zone");
    }

    private string? Agent => Find("agent", "agentname", "agentemail")?.Text is { } agent && !agent.Equals("No Agent", StringComparison.OrdinalIgnoreCase) ? agent : null;

    private string? Team => Find("group", "groupname")?.Text is { } team && !team.Equals("No Group", StringComparison.OrdinalIgnoreCase) ? team : null;

    private TicketStatus? Status => Find("status") is { } status ? words.Status(status) : null;

    /// <summary>The last resolution; where only the closing is known, that.</summary>
    private DateTimeOffset? ResolvedAt => Time(out _, "resolvedtime", "resolvedat") ?? Time(out _, "closedtime", "closedat");

    private DateTimeOffset? UpdatedAt => Time(out _, "lastupdatetime", "lastupdatedtime", "updatedtime", "updatedat");

    public IEnumerable<Reading> Read()
    {
        yield return Opened();
        if (FirstReplyAt() is { } replied) yield return Event(EventTypes.TicketReplied, "agent_replied", replied, new EventData { Author = Party.Agent, Agent = Agent ?? "unknown" });
        if (ResolvedAt is { } resolved && resolved >= createdAt) yield return Event(EventTypes.TicketResolved, "resolved", resolved, new EventData { Agent = Agent });
        if (UpdatedAt is { } updated && Status is { } status) yield return Event(EventTypes.TicketObserved, $"observed:{status}", updated, new EventData { Status = status });
        if (Find("surveyresults", "surveyresult", "surveyrating", "satisfactionrating") is { Exists: true, Id: not null } survey) yield return Answered(survey);
    }

    private Reading Opened()
    {
        var (channel, detail, outbound) = Find("source") is { } source ? words.Source(source) : default;
        return delivery.Event(EventTypes.TicketOpened, id, $"ticket:{id}:opened", createdAt, new EventData
        {
            Channel = channel ?? Channel.Other,
            ChannelDetail = detail,
            OpenedBy = outbound ? Party.Agent : Party.Customer,
            Customer = Find("requesteremail", "contactemail", "email", "requesterid", "contactid", "customerid")?.Id,
            Agent = Agent,
            Team = Team,
            Category = Find("type", "tickettype")?.Text,
            Priority = Find("priority") is { } priority ? FreshdeskWords.Priority(priority) : null,
            Tags = Find("tags") is { } tags ? FreshdeskWords.Tags(tags) : null,
        });
    }

    /// <summary>
    /// As a time, or as how long it took, which Freshdesk writes as h:mm:ss of business hours: then it is exact only where the account works around the clock.
    /// </summary>
    private DateTimeOffset? FirstReplyAt()
    {
        if (Time(out _, "initialresponsetime", "firstresponsetime", "firstrespondedat") is { } at) return at >= createdAt ? at : null;
        if (Find("firstresponsetimeinhrs")?.Id is not { } took) return null;
        if (decimal.TryParse(took, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours)) return hours < 1_000_000 ? createdAt.AddTicks((long)(hours * TimeSpan.TicksPerHour)) : null;
        var parts = took.Split(':');
        return parts.Length == 3 && Part(parts[0]) is { } h && Part(parts[1]) is { } m && Part(parts[2]) is { } s ? createdAt.AddSeconds((h * 3600L) + (m * 60) + s) : null;

        static int? Part(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < 1_000_000 ? n : null;
    }

    /// <summary>The export does not say when the customer answered: about when the ticket was resolved.</summary>
    private Reading Answered(Node survey) => FreshdeskWords.Rating(survey) is var (score, scale)
        ? Event(EventTypes.SurveyAnswered, "survey_answered", ResolvedAt ?? UpdatedAt ?? createdAt, new EventData { Kind = "csat", Score = score, Scale = scale, Agent = Agent })
        : new Reading.Refused([new Finding(null, survey.Path, Codes.UnknownWord, "Is none of Freshdesk's ratings.")]);

    private Reading Event(string type, string word, DateTimeOffset at, EventData data) =>
        delivery.Event(type, id, $"ticket:{id}:{word}:{at.ToUnixTimeSeconds()}".ToLowerInvariant(), at, data);

    private DateTimeOffset? Time(out Node? found, params ReadOnlySpan<string> names) => (found = Find(names)) is { } node ? words.Time(node) : null;

    private Node? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (columns.TryGetValue(name, out var value)) return value;
        }

        return null;
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
