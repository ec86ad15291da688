using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>
/// How the way to the broker is. Without it events are still taken, into the spool, so it is only degraded; failing when the broker is not the one that
/// this ingestion was set up for, which no waiting mends.
/// </summary>
internal sealed class BrokerCheck(Topology topology, BrokerProbe probe, Detour detour) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (topology.IsWrongBroker) return HealthCheckResult.Unhealthy("The broker holds other queues than this installation needs; see the log.");
        if (!topology.IsDeclared) return HealthCheckResult.Degraded("The exchanges and queues are not declared yet; events go to the spool.");
        if (await probe.ObstacleAsync(cancellationToken) is { } obstacle) return HealthCheckResult.Degraded(obstacle + " Events go to the spool.");
        return detour.IsTaken ? HealthCheckResult.Degraded("The broker takes events again; those in the spool go first.") : HealthCheckResult.Healthy("The broker takes events.");
    }
}
