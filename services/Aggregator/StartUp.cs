using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Kpis;
using KpiPlatform.Platform.Bus;
using KpiPlatform.Platform.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace KpiPlatform.Aggregator;

/// <summary>What must be so before the first event is taken: queues are there, and the projections were made by this program's definitions.</summary>
internal sealed partial class StartUp(NpgsqlDataSource database, Catalogue catalogue, Rebuild rebuild, IConfiguration configuration, TimeProvider clock, ILogger<StartUp> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task PrepareAsync(CancellationToken ct)
    {
        await UntilItWorks(() => BusTopology.DeclareAsync(configuration.RabbitMq(), configuration.Partitions(), ct), "broker", ct);
        string? stored = null;
        await UntilItWorks(async () => stored = await Fingerprint.ReadAsync(database, ct), "database", ct);
        var mine = Fingerprint.Of(catalogue);
        if (stored == mine) return;
        if (stored is not null)
        {
            LogRebuild();
            await rebuild.RunAsync(progress: null, ct);
        }

        await Fingerprint.WriteAsync(database, mine, ct);
    }

    private async Task UntilItWorks(Func<Task> work, string what, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception e) when (e is not (BusTopologyException or SettingsException or OperationCanceledException))
            {
                LogWaiting(what, e.Message);
                await Task.Delay(Pause, clock, ct);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {What} is not there yet: {Why}")]
    private partial void LogWaiting(string what, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The definitions have changed: making all projections anew from the log before the next event")]
    private partial void LogRebuild();
}

/// <summary>Ready when the projections can be written.</summary>
internal sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var ask = database.CreateCommand("select count(*) from partitions");
            await ask.ExecuteScalarAsync(cancellationToken);
            return new(HealthStatus.Healthy);
        }
        catch (NpgsqlException e)
        {
            return new(HealthStatus.Unhealthy, e is PostgresException sql ? sql.MessageText : "no connection");
        }
    }
}
