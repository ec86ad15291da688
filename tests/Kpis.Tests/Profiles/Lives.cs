using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Profiles;

/// <summary>Random lives of a ticket: few agents and few instants, so that all that profiles quarrel about comes together.</summary>
internal static class Lives
{
    private static readonly Gen<string> Agents = Gen.Elements("ann", "bob");

    private static readonly Gen<(string Type, EventData Data)> Happenings = Gen.OneOf(
        Agents.SelectMany(_ => Gen.Elements(true, false), (a, open) => (EventTypes.TicketReplied, new EventData { Author = Party.Agent, Agent = a, Public = open })),
        Gen.Elements(Party.Customer, Party.Bot, Party.Automation).SelectMany(_ => Gen.Elements(true, false), (p, hands) => (EventTypes.TicketReplied, new EventData { Author = p, Handoff = hands && p == Party.Bot })),
        Agents.Select(a => (EventTypes.TicketResolved, new EventData { Agent = a, By = Party.Agent })),
        Gen.Constant((EventTypes.TicketResolved, new EventData { By = Party.Automation })),
        Gen.Constant((EventTypes.TicketReopened, new EventData())),
        Agents.Select(a => (EventTypes.TicketAssigned, new EventData { Agent = a })),
        Gen.Constant((EventTypes.TicketAssigned, new EventData { Cleared = ["agent"] })),
        Gen.Choose(1, 5).SelectMany(_ => Gen.Elements("one", "two"), (s, survey) => (EventTypes.SurveyAnswered, new EventData { Kind = "csat", Score = s, Scale = "1-5", Survey = survey })));

    /// <summary>Told in the order of time; now and then with no opening.</summary>
    public static Gen<Story> Stories =>
        from openedBy in Gen.Elements(Party.Customer, Party.Customer, Party.Agent, Party.Automation)
        from hasOpening in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        from happenings in Gen.ListOf(Happenings)
        from minutes in Gen.ArrayOf(Gen.Choose(0, 200), happenings.Count)
        select Told(openedBy, hasOpening, [.. happenings.Zip(minutes)]);

    private static Story Told(Party openedBy, bool hasOpening, IReadOnlyList<((string Type, EventData Data) What, int Minute)> happenings)
    {
        var story = new Story();
        if (hasOpening) story.Opened("09:00", openedBy);
        foreach (var ((type, data), minute) in happenings.OrderBy(h => h.Minute)) story.Tell(type, $"{9 + (minute / 60)}:{minute % 60:00}", data);
        return story;
    }
}
