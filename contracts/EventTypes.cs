namespace KpiPlatform.Contracts.V1;

/// <summary>The names of the canonical event types on the wire.</summary>
public static class EventTypes
{
    public const string TicketOpened = "helpdesk.ticket.opened";
    public const string TicketReplied = "helpdesk.ticket.replied";
    public const string TicketResolved = "helpdesk.ticket.resolved";
    public const string TicketReopened = "helpdesk.ticket.reopened";
    public const string TicketAssigned = "helpdesk.ticket.assigned";
    public const string TicketClassified = "helpdesk.ticket.classified";
    public const string TicketPended = "helpdesk.ticket.pended";
    public const string TicketObserved = "helpdesk.ticket.observed";
    public const string TicketRemoved = "helpdesk.ticket.removed";
    public const string SurveySent = "helpdesk.survey.sent";
    public const string SurveyAnswered = "helpdesk.survey.answered";
    public const string WorkLogged = "helpdesk.work.logged";
    public const string CustomerJoined = "helpdesk.customer.joined";
    public const string CustomerLeft = "helpdesk.customer.left";
    public const string ProductReturned = "helpdesk.product.returned";
    public const string CustomersCounted = "helpdesk.customers.counted";
    public const string AmountRecorded = "helpdesk.amount.recorded";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        TicketOpened, TicketReplied, TicketResolved, TicketReopened, TicketAssigned, TicketClassified, TicketPended, TicketObserved, TicketRemoved,
        SurveySent, SurveyAnswered, WorkLogged, CustomerJoined, CustomerLeft, ProductReturned, CustomersCounted, AmountRecorded,
    ];
}
