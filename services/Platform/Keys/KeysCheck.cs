using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KpiPlatform.Platform.Keys;

/// <summary>Ready when a good keys file has been read.</summary>
public sealed class KeysCheck(KeyRing keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        keys.Loaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The keys file (KPI_KEYS_FILE) is not there or cannot be read."));
}
