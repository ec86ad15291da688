namespace KpiPlatform.Kpis.Targets;

/// <summary>How a clock stands.</summary>
public enum SlaState
{
    Running,
    AtRisk,
    Met,
    Breached,

    /// <summary>A resolve ended the wait in time, with no reply: neither met nor breached.</summary>
    Cancelled,
}

/// <summary>A promise to a customer with its deadline: an answer, or a resolution.</summary>
/// <param name="Metric"><c>first_response_time</c>, <c>response_time</c> or <c>resolution_time</c>.</param>
/// <param name="Target">What was promised.</param>
/// <param name="From">When it begins to run.</param>
/// <param name="RiskAt">From when on it is at risk, by the clock or in business time as the target says.</param>
/// <param name="Due">Kept when it ends by then; broken at this instant when it has not, with no event needed.</param>
public sealed record SlaClock(string Metric, Target Target, DateTimeOffset From, DateTimeOffset RiskAt, DateTimeOffset Due)
{
    /// <summary>When the reply or the resolve came; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>False when it ended without what was promised: a wait that a resolve ended with no reply.</summary>
    public bool IsFulfilled { get; init; }

    /// <summary>Who answered or resolved.</summary>
    public string? Agent { get; init; }

    /// <summary>When it went on running after it had ended; null when it never did.</summary>
    public DateTimeOffset? ResumedAt { get; init; }

    public bool IsMet => IsFulfilled && EndedAt <= Due;

    public bool IsCancelled => !IsFulfilled && EndedAt <= Due;

    /// <summary>When it is met, cancelled or breached: an instant to come while it runs, which holds unless an event comes first.</summary>
    public DateTimeOffset DecidedAt => EndedAt is { } end && end <= Due ? end : Due;

    /// <summary>How it stands at an instant, not before <see cref="From"/>, by what is known now.</summary>
    public SlaState StateAt(DateTimeOffset at)
    {
        if (at >= DecidedAt) return IsMet ? SlaState.Met : IsCancelled ? SlaState.Cancelled : SlaState.Breached;
        return at >= RiskAt ? SlaState.AtRisk : SlaState.Running;
    }

    /// <summary>The next instant at which its state is another though no event comes; null when there is none.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset after) => RiskAt > after && RiskAt < DecidedAt ? RiskAt : DecidedAt > after ? DecidedAt : null;
}
