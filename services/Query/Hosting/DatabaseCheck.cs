using KpiPlatform.Query.Reading;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace KpiPlatform.Query.Hosting;

/// <summary>Ready when the database answers and has what this service reads; degraded when that is a replica which is far behind, or whose primary is away.</summary>
internal sealed class DatabaseCheck(Databases databases) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var snapshot = await Snapshot.TakeAsync(databases.Answers, "", cancellationToken);
            if (snapshot.IsBehind) return HealthCheckResult.Degraded($"the replica is {snapshot.ReplicaDelaySeconds:0} s behind");
            return databases.HasReplica && !await PrimaryAnswersAsync(cancellationToken)
                ? HealthCheckResult.Degraded("the primary does not answer: calendars, targets and webhooks can neither be read nor changed")
                : HealthCheckResult.Healthy();
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

    private async Task<bool> PrimaryAnswersAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await databases.Primary.OpenAsync(ct).AsTask().WaitAsync(Patience, ct);
            await using var ask = new NpgsqlCommand("select", connection);
            await ask.ExecuteNonQueryAsync(ct);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }
}
