using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Kpis.Tickets;

/// <summary>The event types in the order in which events of exactly the same time are told (events.md).</summary>
public enum EventKind
{
    Opened,
    Assigned,
    Classified,
    Replied,
    Pended,
    Resolved,
    Reopened,
    Observed,
    Removed,
    SurveySent,
    SurveyAnswered,
    WorkLogged,
    CustomerJoined,
    CustomerLeft,
    ProductReturned,
    CustomersCounted,
    AmountRecorded,

    /// <summary>A type this version does not know: kept, and counted by nothing.</summary>
    Unknown = 255,
}

/// <summary>From the names on the wire to kinds.</summary>
public static class EventKinds
{
    private static readonly Dictionary<string, EventKind> ByName = new(StringComparer.Ordinal)
    {
        [EventTypes.TicketOpened] = EventKind.Opened,
        [EventTypes.TicketAssigned] = EventKind.Assigned,
        [EventTypes.TicketClassified] = EventKind.Classified,
        [EventTypes.TicketReplied] = EventKind.Replied,
        [EventTypes.TicketPended] = EventKind.Pended,
        [EventTypes.TicketResolved] = EventKind.Resolved,
        [EventTypes.TicketReopened] = EventKind.Reopened,
        [EventTypes.TicketObserved] = EventKind.Observed,
        [EventTypes.TicketRemoved] = EventKind.Removed,
        [EventTypes.SurveySent] = EventKind.SurveySent,
        [EventTypes.SurveyAnswered] = EventKind.SurveyAnswered,
        [EventTypes.WorkLogged] = EventKind.WorkLogged,
        [EventTypes.CustomerJoined] = EventKind.CustomerJoined,
        [EventTypes.CustomerLeft] = EventKind.CustomerLeft,
        [EventTypes.ProductReturned] = EventKind.ProductReturned,
        [EventTypes.CustomersCounted] = EventKind.CustomersCounted,
        [EventTypes.AmountRecorded] = EventKind.AmountRecorded,
    };

    /// <summary>The kind of a type's name; <see cref="EventKind.Unknown"/> for a name this version does not know.</summary>
    public static EventKind Of(string type) => ByName.GetValueOrDefault(type, EventKind.Unknown);
}
