using System.Diagnostics;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Events;

/// <summary>What the events of one request have in common.</summary>
/// <param name="Workspace">Of the credential that sent them.</param>
/// <param name="ReceivedAt">Now, to the microsecond.</param>
/// <param name="TraceParent">Of the request.</param>
internal sealed record EventContext(Workspace Workspace, DateTimeOffset ReceivedAt, string? TraceParent)
{
    private const int MaxSenders = 128;

    /// <summary>Null for live events.</summary>
    public Origin? Origin { get; init; }

    /// <summary>The senders' own traces (the CloudEvents extension <c>traceparent</c>), to be linked.</summary>
    public List<ActivityContext> Senders { get; } = [];

    /// <summary>Clocks differ, but not by more than a day.</summary>
    public DateTimeOffset Latest { get; } = ReceivedAt.AddDays(1);

    /// <summary>Periods of money may lie ahead.</summary>
    public DateTimeOffset LatestPeriod { get; } = ReceivedAt.AddYears(10);

    /// <summary>Notes where an event's sender is in its own trace; what is no traceparent is passed over.</summary>
    public void NoteSender(string? traceParent)
    {
        if (traceParent is null || Senders.Count == MaxSenders) return;
        if (ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var sender)) Senders.Add(sender);
    }
}
