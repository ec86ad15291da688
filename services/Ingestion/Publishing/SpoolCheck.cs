using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>Degraded while events wait on this machine's disk; failing when it has no room for more or cannot be written, since then requests may be refused.</summary>
internal sealed class SpoolCheck(Spool spool, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await spool.TryAgainAsync();
        }
        catch (NotDurableException)
        {
            // It still cannot; its status says why.
        }

        return Of(spool.Status);
    }

    private HealthCheckResult Of(SpoolStatus status)
    {
        if (status.Trouble is not null) return HealthCheckResult.Unhealthy("The spool cannot be written; " + Depth(status));
        if (spool.IsFull) return HealthCheckResult.Unhealthy("The spool is full; " + Depth(status));
        if (status.Stuck is not null) return HealthCheckResult.Degraded("What waits cannot be taken out of the spool; " + Depth(status));
        if (status.SetAside > 0) return HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"{status.SetAside} events could not be read and are set aside; ") + Depth(status));
        return status.Events > 0 ? HealthCheckResult.Degraded(Depth(status)) : HealthCheckResult.Healthy("Empty.");
    }

    private string Depth(SpoolStatus status) => string.Create(CultureInfo.InvariantCulture,
        $"{status.Events} events wait for the broker, {Megabytes(status.Bytes):0.0} of {Megabytes(spool.MostBytes):0} MB, the oldest for {(time.GetUtcNow() - (status.Oldest ?? time.GetUtcNow())).TotalSeconds:0} s.");

    private static double Megabytes(long bytes) => bytes / (1024.0 * 1024);
}
