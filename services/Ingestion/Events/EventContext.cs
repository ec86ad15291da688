using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Events;

/// <summary>What the events of one request have in common.</summary>
/// <param name="Workspace">Of the credential that sent them.</param>
/// <param name="ReceivedAt">Now, to the microsecond.</param>
/// <param name="TraceParent">Of the request.</param>
internal sealed record EventContext(Workspace Workspace, DateTimeOffset ReceivedAt, string? TraceParent)
{
    /// <summary>Clocks differ, but not by more than a day.</summary>
    public DateTimeOffset Latest { get; } = ReceivedAt.AddDays(1);

    /// <summary>Periods of money may lie ahead.</summary>
    public DateTimeOffset LatestPeriod { get; } = ReceivedAt.AddYears(10);
}
