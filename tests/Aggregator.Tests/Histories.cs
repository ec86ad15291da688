using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Aggregator.Tests;

/// <summary>Random histories of a small help desk: few tickets and few instants, so that events collide in every way.</summary>
internal static class Histories
{
    private static readonly string[] Agents = ["ann", "bob", "cid"];
    private static readonly string[] Categories = ["billing", "delivery"];

    private static readonly Gen<(string Type, EventData Data)> Happenings = Gen.OneOf(
        Gen.Elements(Enum.GetValues<Channel>()).SelectMany(c => Gen.Elements(Enum.GetValues<Party>()), (c, by) => (EventTypes.TicketOpened, new EventData { Channel = c, OpenedBy = by })),
        Gen.Elements(Agents).SelectMany(a => Gen.Elements(true, false), (a, open) => (EventTypes.TicketReplied, new EventData { Author = Party.Agent, Agent = a, Public = open })),
        Gen.Elements(Party.Customer, Party.Bot, Party.Automation).Select(p => (EventTypes.TicketReplied, new EventData { Author = p })),
        Gen.Elements(Agents).Select(a => (EventTypes.TicketResolved, new EventData { Agent = a, By = Party.Agent })),
        Gen.Constant((EventTypes.TicketResolved, new EventData { By = Party.Automation })),
        Gen.Constant((EventTypes.TicketReopened, new EventData())),
        Gen.Constant((EventTypes.TicketPended, new EventData())),
        Gen.Elements(Agents).Select(a => (EventTypes.TicketAssigned, new EventData { Agent = a, Team = "first" })),
        Gen.Constant((EventTypes.TicketAssigned, new EventData { Cleared = ["agent"] })),
        Gen.Elements(Categories).Select(c => (EventTypes.TicketClassified, new EventData { Category = c, Area = c })),
        Gen.Elements(Enum.GetValues<TicketStatus>()).Select(s => (EventTypes.TicketObserved, new EventData { Status = s, OpenedAt = Story.At("08:30") })),
        Gen.Choose(1, 5).Select(s => (EventTypes.SurveyAnswered, new EventData { Kind = "csat", Score = s, Scale = "1-5", Survey = "sv" })),
        Gen.Elements(EventTypes.CustomerJoined, EventTypes.CustomerLeft).Select(t => (t, new EventData { Customer = "c", Reason = t == EventTypes.CustomerLeft ? "cancelled" : null })),
        Gen.Choose(0, 900).Select(n => (EventTypes.CustomersCounted, new EventData { Count = n })),
        Gen.Elements("EUR", "USD").SelectMany(c => Gen.Elements("support_cost", "revenue"), (c, kind) => (EventTypes.AmountRecorded, Amount(kind, c))),
        Gen.Constant((EventTypes.ProductReturned, new EventData { Category = "delivery" })),
        Gen.Elements("csat", "nps", "enps", "ces").SelectMany(_ => Gen.Elements("sv", null), (kind, survey) => (EventTypes.SurveySent, new EventData { Kind = kind, Survey = survey })),
        Gen.Elements("nps", "enps", "ces").SelectMany(_ => Gen.Choose(0, 7), (kind, s) => (EventTypes.SurveyAnswered, new EventData { Kind = kind, Score = s, Scale = s % 2 == 0 ? "0-10" : "1-7", Area = "pick_up" })),
        Gen.Elements(Enum.GetValues<Medium>()).SelectMany(_ => Gen.Elements(Agents), (m, a) => (EventTypes.WorkLogged, new EventData { Seconds = 90.5m, Medium = m, Agent = a })),
        Gen.Elements(true, false).Select(open => (EventTypes.TicketReplied, new EventData { Author = Party.Bot, Handoff = true, Public = open })),
        Gen.Elements(Agents).Select(a => (EventTypes.TicketReplied, new EventData { Author = Party.Agent, Agent = a, HandleSeconds = 30, Channel = Channel.Voice })),
        Gen.Constant((EventTypes.TicketReplied, new EventData { Author = Party.Customer, SessionGapHours = 1 })));

    private static readonly Gen<(string Type, EventData Data)> Removals = Gen.Constant((EventTypes.TicketRemoved, new EventData { Reason = "merged" }));

    /// <summary>A set of distinct events.</summary>
    public static Gen<CanonicalEvent[]> Sets =>
        from size in Gen.Choose(1, 40)
        from parts in Gen.ArrayOf(OneEvent, size)
        select parts.Select((part, i) => part with { Id = $"e{i}" }).ToArray();

    /// <summary>A set, and a way in which it arrives: shuffled, some of it more than once.</summary>
    public static Gen<(CanonicalEvent[] Set, CanonicalEvent[] Arrival)> Arrivals =>
        from set in Sets
        from again in Gen.SubListOf(set)
        from arrival in Gen.Shuffle(set.Concat(again).ToArray())
        select (set, arrival);

    /// <summary>What goes on beside the events: at each batch a clock, which may also go back, and the rules of then, which only go forward.</summary>
    public static Gen<(DateTimeOffset Now, int Rules)[]> Circumstances(int batches) =>
        from minutes in Gen.ArrayOf(Gen.Choose(0, 600), batches)
        from changes in Gen.ArrayOf(Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Constant(1))), batches)
        select minutes.Select((m, i) => (Story.At("09:00").AddMinutes(m), changes.Take(i + 1).Sum())).ToArray();

    private static EventData Amount(string kind, string currency) =>
        new() { Kind = kind, Amount = 99.5m, Currency = currency, From = Story.At("1 00:00"), To = Story.At("30 00:00") };

    private static Gen<CanonicalEvent> OneEvent =>
        from happening in Gen.Frequency((30, Happenings), (1, Removals))
        from ticket in Gen.Choose(1, 4)
        from minutes in Gen.Choose(0, 400)
        let at = Story.At("09:00").AddMinutes(minutes)
        select new CanonicalEvent("acme", "/desk/a", $"t{ticket}", "", happening.Type, at, at, happening.Data);
}
