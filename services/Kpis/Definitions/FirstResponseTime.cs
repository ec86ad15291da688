using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How long a customer waits for the first word of a person.</summary>
public static class FirstResponseTime
{
    /// <summary>Where a workspace has set no target for answers.</summary>
    internal static readonly DefaultTarget Target = new("p90", 8 * 3600, "60 minutes by the clock on social channels, one business day of 8 hours elsewhere") { BusinessHours = true, OnSocial = 3600 };

    private static readonly Spans Time = new("first_response_time", static ticket =>
        FirstReply(ticket) is { } reply ? [new Span(reply.At, reply.Agent, new Stretch(ticket.FirstContactAt!.Value, reply.At))] : []);

    private static readonly Measure OpenedByAgent = new("first_response_time.agent_opened", Binning.None, static ticket =>
        ticket is { OpenedAt: { } at, OpenedBy: Party.Agent } ? [new Contribution(at, 1, ticket.Attributes.Assignee)] : []);

    public static Kpi Kpi { get; } = new Kpi
    {
        Id = "first_response_time",
        Names = new("First response time", "Erste Reaktionszeit", "Ensimmäisen vastauksen aika", "Tid till första svar"),
        Formula = "From the first customer contact to the first public reply of a person. Bots, automation and private notes are no response.",
        BookedOn = "first human reply",
        Unit = Unit.Seconds,
        Better = Better.Lower,
        Excludes = [new("agent_opened", OpenedByAgent, "A ticket that an agent opened answers nobody.")],
        DefaultTarget = Target,
    }.Over(Time);

    private static Message? FirstReply(Ticket ticket) =>
        ticket is { OpenedAt: not null, OpenedBy: not Party.Agent, FirstContactAt: { } contact }
            ? ticket.HumanReplies.FirstOrDefault(m => m.At >= contact)
            : null;
}
