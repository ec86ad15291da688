using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Definitions;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Targets;

/// <summary>
/// The clocks of a ticket: one for each wait of the customer and one for the resolution, each under the target that is valid when it begins, chosen by
/// the ticket's values now. Where no target applies, or one in business time but no calendar, there is no clock; nor while the opening is not known.
/// </summary>
public static class SlaClocks
{
    public const string FirstResponse = "first_response_time";
    public const string Response = "response_time";
    public const string Resolution = "resolution_time";

    /// <summary>Pure; in no particular order.</summary>
    public static IReadOnlyList<SlaClock> Of(Ticket ticket, Rules rules)
    {
        if (ticket.OpenedAt is not { } opened) return [];
        var clocks = new Clocks(ticket, rules);
        foreach (var wait in ticket.Waits) clocks.Wait(wait.From, wait.To, wait.Agent, isAnswered: true);
        foreach (var wait in ticket.UnansweredWaits) clocks.Wait(wait.From, wait.ResolvedAt, agent: null, isAnswered: false);
        clocks.Resolve(opened);
        return clocks.All;
    }

    private sealed class Clocks(Ticket ticket, Rules rules)
    {
        private readonly Dimensions values = Dimensions.Of(ticket.Source, ticket.Attributes);

        public List<SlaClock> All { get; } = [];

        /// <summary>A first wait under the target for first responses, else that for responses; a later one under that for responses; else the catalogue's for first responses.</summary>
        public void Wait(DateTimeOffset from, DateTimeOffset? end, string? agent, bool isAnswered)
        {
            var isFirst = from == ticket.FirstContactAt && ticket.OpenedBy != Party.Agent;
            var target = (isFirst ? Own(FirstResponse, from) : null) ?? Own(Response, from) ?? TargetSet.Default(FirstResponseTime.Kpi, values);
            if (Start(isFirst ? FirstResponse : Response, target, from) is { } clock)
                All.Add(clock with { EndedAt = end, IsFulfilled = isAnswered, Agent = agent });
        }

        public void Resolve(DateTimeOffset from)
        {
            if (Start(Resolution, Own(Resolution, from) ?? TargetSet.Default(ResolutionTime.Last, values), from) is not { } clock) return;
            All.Add(clock with
            {
                EndedAt = ticket.Resolution is { } held ? Later(held.At, from) : null,
                IsFulfilled = ticket.IsResolved,
                Agent = ticket.Resolution?.Agent,
                ResumedAt = ticket is { IsResolved: false, Reopenings: [.., var last] } ? last : null,
            });
        }

        private Target? Own(string kpi, DateTimeOffset at) => rules.Targets.Find(kpi, values, at, static t => t.IsDeadline);

        private SlaClock? Start(string metric, Target? target, DateTimeOffset from)
        {
            if (target is null) return null;
            var time = TimeSpan.FromMilliseconds(Math.Round(target.Threshold * 1000));
            var risk = TimeSpan.FromMilliseconds(Math.Round(target.Threshold * 1000 * target.AtRisk));
            if ((After(target, from, risk), After(target, from, time)) is not ({ } riskAt, { } due)) return null;
            // Events are told to the microsecond.
            return new SlaClock(metric, target, from, riskAt, target.Comparison == Comparison.Below ? due.AddMicroseconds(-1) : due);
        }

        /// <summary>Null where no calendar says when that is, and beyond the end of all calendars.</summary>
        private DateTimeOffset? After(Target target, DateTimeOffset from, TimeSpan time)
        {
            if (target.BusinessHours) return rules.BusinessTimeOf(ticket)?.After(from, time);
            return DateTimeOffset.MaxValue - from > time ? from + time : null;
        }

        private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
    }
}
