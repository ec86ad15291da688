using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Targets;

/// <summary>A clock of a ticket that came to another state which people want to hear of.</summary>
/// <param name="Ticket">Which ticket of its stream.</param>
/// <param name="State">At risk, met or breached.</param>
/// <param name="At">When: an instant that the clock itself tells, whenever it is noticed.</param>
public sealed record SlaChange(int Ticket, SlaClock Clock, SlaState State, DateTimeOffset At);

/// <summary>What is to be announced when a stream is folded again, because of an event or because its time has come. Pure.</summary>
public static class SlaChanges
{
    /// <summary>A change that is found out later than this after it happened is history, as in an import, and no news.</summary>
    public static readonly TimeSpan News = TimeSpan.FromHours(24);

    /// <summary>
    /// The changes from what was known, when, to what is known now. Both are judged by the rules of <paramref name="known"/>, so that a change of
    /// the rules announces nothing by itself; none in a workspace without a target of its own.
    /// </summary>
    /// <param name="known">Under what the stream was folded the last time; for a new stream what holds now.</param>
    public static IReadOnlyList<SlaChange> Between(Timeline before, Conditions known, Timeline after, DateTimeOffset now)
    {
        if (known.Rules.Targets.Targets.Count == 0) return [];
        var then = Clocks(before, known.Rules, known.AsOf).Where(c => c.Clock.From <= known.AsOf)
            .GroupBy(Key).ToDictionary(same => same.Key, same => same.First().Clock.StateAt(known.AsOf));
        return [.. Clocks(after, known.Rules, now)
            .Where(c => c.Clock.From <= now)
            .Select(c => new SlaChange(c.Ticket, c.Clock, c.Clock.StateAt(now), default))
            .Where(c => c.State is SlaState.AtRisk or SlaState.Met or SlaState.Breached && then.GetValueOrDefault(Key((c.Ticket, c.Clock)), SlaState.Running) != c.State)
            .Select(c => c with { At = When(c) })
            .Where(c => now - c.At <= News)];
    }

    /// <summary>The next instant after which there is something to announce though no event comes; null when there is none.</summary>
    public static DateTimeOffset? NextAt(Timeline timeline, Conditions conditions) => conditions.Rules.Targets.Targets.Count == 0
        ? null
        : Clocks(timeline, conditions.Rules, conditions.AsOf).Select(c => c.Clock.NextChange(conditions.AsOf)).Min();

    private static IEnumerable<(int Ticket, SlaClock Clock)> Clocks(Timeline timeline, Rules rules, DateTimeOffset asOf) =>
        StreamFold.Tickets(timeline, asOf).SelectMany(t => t.ClocksUnder(rules).Select(c => (t.Number, c)));

    /// <summary>What makes two clocks the same one: the deadline of the same promise may move.</summary>
    private static (int, string, DateTimeOffset) Key((int Ticket, SlaClock Clock) c) => (c.Ticket, c.Clock.Metric, c.Clock.From);

    /// <summary>A clock that goes on after it had ended can't come to a state before it does.</summary>
    private static DateTimeOffset When(SlaChange change)
    {
        var at = change.State switch
        {
            SlaState.Met => change.Clock.DecidedAt,
            SlaState.Breached => change.Clock.Due,
            _ => change.Clock.RiskAt,
        };
        return change.Clock.ResumedAt is { } resumed && resumed > at ? resumed : at;
    }
}
