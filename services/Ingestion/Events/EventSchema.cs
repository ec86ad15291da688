using System.Collections.Frozen;
using System.Text.Json;
using static KpiPlatform.Ingestion.Events.Members;
using EventData = KpiPlatform.Contracts.V1.EventData;
using EventTypes = KpiPlatform.Contracts.V1.EventTypes;
using Party = KpiPlatform.Contracts.V1.Party;

namespace KpiPlatform.Ingestion.Events;

/// <summary>The members of one event type: which there are, which must be there, and what they must be together.</summary>
internal sealed class EventSchema
{
    private static readonly FrozenDictionary<string, EventSchema> ByType = new Dictionary<string, EventSchema>(StringComparer.Ordinal)
    {
        [EventTypes.TicketOpened] = new([Channel], [ChannelDetail, OpenedBy, Customer, Agent, Team, Category, Priority, Tags, Area]),
        [EventTypes.TicketReplied] = new([Author], [Agent, Public, Handoff, HandleSeconds, Channel, SessionGapHours], Together.AgentNamed),
        [EventTypes.TicketResolved] = new([], [Agent, By, ConfirmedByCustomer]),
        [EventTypes.TicketReopened] = new([], [By]),
        [EventTypes.TicketAssigned] = new([], [Agent, Team]) { NullClears = true },
        [EventTypes.TicketClassified] = new([], [Category, Priority, Tags, Area, Channel, Team]) { NullClears = true },
        [EventTypes.TicketPended] = new([], []),
        [EventTypes.TicketObserved] = new([], [Status, OpenedAt, OpenedBy, Agent, Team, Category, Priority, Tags, Channel, Area]) { NullClears = true },
        [EventTypes.TicketRemoved] = new([RemovalReason], [MergedInto]),
        [EventTypes.SurveySent] = new([SurveyKind], [Survey]),
        [EventTypes.SurveyAnswered] = new([SurveyKind, Score, Scale], [Survey, Agent, Area, HasComment], ScoreOnScale.Check),
        [EventTypes.WorkLogged] = new([Seconds], [Agent, Medium]),
        [EventTypes.CustomerJoined] = new([Customer], [LossReason]),
        [EventTypes.CustomerLeft] = new([Customer], [LossReason]),
        [EventTypes.ProductReturned] = new([], [Customer, Category]),
        [EventTypes.CustomersCounted] = new([Count], []),
        [EventTypes.AmountRecorded] = new([AmountKind, Amount, Currency, From, To], [], Together.FromBeforeTo),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private EventSchema(Member[] required, Member[] optional, Action<EventData, JsonElement, Findings>? together = null)
    {
        Required = required;
        Members = required.Concat(optional).ToFrozenDictionary(member => member.Name, StringComparer.Ordinal);
        CheckTogether = together;
    }

    public IReadOnlyList<Member> Required { get; }

    public FrozenDictionary<string, Member> Members { get; }

    /// <summary>Rules over several members, asked after each was read.</summary>
    public Action<EventData, JsonElement, Findings>? CheckTogether { get; }

    /// <summary>An explicit null means "none from now on"; elsewhere null is the same as absent.</summary>
    public bool NullClears { get; private init; }

    public static EventSchema? For(string type) => ByType.GetValueOrDefault(type);

    private static class Together
    {
        public static void AgentNamed(EventData data, JsonElement json, Findings findings)
        {
            if (data.Author == Party.Agent && data.Agent is null && IsAbsent(json, "agent"))
                findings.Add(Agent.Pointer, Codes.Missing, "Must be there when author is agent.");
        }

        public static void FromBeforeTo(EventData data, JsonElement json, Findings findings)
        {
            if (data.From >= data.To) findings.Add(To.Pointer, Codes.OutOfRange, "Must be later than from.");
        }

        private static bool IsAbsent(JsonElement json, string name) => !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;
    }
}
