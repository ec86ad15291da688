using KpiPlatform.Query.Reading;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace KpiPlatform.Query.Hosting;

/// <summary>Ready when the database answers and has what this service reads.</summary>
internal sealed class DatabaseCheck(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var snapshot = await Snapshot.TakeAsync(database, "", cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (PostgresException e)
        {
            return HealthCheckResult.Unhealthy($"the database is not set up for this service ({e.SqlState}); has the aggregator migrated it?");
        }
        catch (Exception e) when (e is NpgsqlException or DatabaseNotReadyException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy(e is DatabaseNotReadyException ? e.Message : "the database does not answer");
        }
    }
}
