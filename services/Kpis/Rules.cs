using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Targets;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis;

/// <summary>What a workspace has decided: everything beside its events that its numbers depend on. Immutable; a change is a new version.</summary>
/// <param name="Version">0 for a workspace that has decided nothing.</param>
public sealed record Rules(long Version, CalendarSet Calendars, TargetSet Targets)
{
    public static Rules None { get; } = new(0, CalendarSet.None, TargetSet.None);

    /// <summary>The business time that a ticket lives in; null when no calendar applies to it.</summary>
    public BusinessTime? BusinessTimeOf(Ticket ticket) => Calendars.For(ticket.Attributes.Team, ticket.Attributes.Channel);
}
