using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Contracts.Tests;

/// <summary>One event of every type, with every member its type has.</summary>
internal static class Examples
{
    private static readonly DateTimeOffset From = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, EventData> ByType { get; } = new Dictionary<string, EventData>(StringComparer.Ordinal)
    {
        [EventTypes.TicketOpened] = new()
        {
            Channel = Channel.Social,
            ChannelDetail = "whatsapp",
            OpenedBy = Party.Customer,
            Customer = "00112233445566778899aabbccddeeff",
            Agent = "ann",
            Team = "north",
            Category = "billing",
            Priority = "high",
            Tags = ["vip", "late"],
            Area = "delivery",
        },
        [EventTypes.TicketReplied] = new()
        {
            Author = Party.Agent,
            Agent = "ann",
            Public = false,
            Handoff = true,
            HandleSeconds = 12.5m,
            Channel = Channel.Email,
            SessionGapHours = 24m,
        },
        [EventTypes.TicketResolved] = new() { Agent = "ann", By = Party.Bot, ConfirmedByCustomer = true },
        [EventTypes.TicketReopened] = new() { By = Party.Automation },
        [EventTypes.TicketAssigned] = new() { Cleared = ["agent"], Team = "north" },
        [EventTypes.TicketClassified] = new() { Category = "billing", Priority = "low", Tags = [], Area = "delivery", Channel = Channel.Voice, Team = "south" },
        [EventTypes.TicketPended] = new(),
        [EventTypes.TicketObserved] = new() { Status = TicketStatus.Pending, OpenedAt = From, OpenedBy = Party.Agent, Channel = Channel.Web },
        [EventTypes.TicketRemoved] = new() { Reason = "merged", MergedInto = "t2" },
        [EventTypes.SurveySent] = new() { Kind = "csat", Survey = "s1" },
        [EventTypes.SurveyAnswered] = new() { Kind = "nps", Score = 9m, Scale = "0-10", Survey = "s1", Agent = "ann", Area = "delivery", HasComment = true },
        [EventTypes.WorkLogged] = new() { Seconds = 60m, Agent = "ann", Medium = Medium.FaceToFace },
        [EventTypes.CustomerJoined] = new() { Customer = "00112233445566778899aabbccddeeff" },
        [EventTypes.CustomerLeft] = new() { Customer = "00112233445566778899aabbccddeeff", Reason = "cancelled" },
        [EventTypes.ProductReturned] = new() { Customer = "00112233445566778899aabbccddeeff", Category = "shoes" },
        [EventTypes.CustomersCounted] = new() { Count = 12_345 },
        [EventTypes.AmountRecorded] = new() { Kind = "support_cost", Amount = 1234.50m, Currency = "EUR", From = From, To = From.AddMonths(1) },
    };

    public static SlaStateChanged Notice => new("sla_00112233445566778899aabbccddeeff", NoticeTypes.Breached, From.AddHours(1), "acme", "/zendesk/acme", "t1", 0, "first_response_time", "frt-social", From, From.AddHours(1), "breached");

    public static EventBatch Batch => new([Event(EventTypes.TicketReopened) with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }, Event(EventTypes.TicketPended)]);

    public static CanonicalEvent Event(string type) => new(
        "acme", "/zendesk/acme", "t1", "e1", type, From.AddMicroseconds(1), From.AddSeconds(2), ByType[type]);
}
