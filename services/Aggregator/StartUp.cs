using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Kpis;
using KpiPlatform.Platform.Bus;
using KpiPlatform.Platform.Hosting;
using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace KpiPlatform.Aggregator;

/// <summary>
/// What must be so before the first event is taken: queues are there, the database is migrated, and the projections were made by this program's definitions.
/// Meanwhile the process is alive, and not ready: making all projections anew may take hours, in which the release before goes on counting.
/// </summary>
internal sealed partial class StartUp(
    NpgsqlDataSource database, Rebuild rebuild, ProjectionStore store, IBusControl bus, IConfiguration configuration, IHostApplicationLifetime lifetime, TimeProvider clock,
    ILogger<StartUp> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when this process may work; with an exception when it never will.</summary>
    public Task Outcome => outcome.Task;

    /// <summary>For what works beside the consumers: returns when it may; if never, with the end of the process.</summary>
    public async Task UntilItMayWorkAsync(CancellationToken stopping)
    {
        await Outcome.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Outcome.IsCompletedSuccessfully) await Task.Delay(Timeout.InfiniteTimeSpan, clock, stopping);
    }

    /// <summary>What it waits for; null when it may work.</summary>
    public string? WaitsFor { get; private set; } = "it has just begun";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await PrepareAsync(stoppingToken);
            await bus.StartAsync(stoppingToken);
            WaitsFor = null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            outcome.TrySetException(e);
            lifetime.StopApplication();
        }
        finally
        {
            outcome.TrySetResult(); // also when it was stopped first
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (WaitsFor is null) await bus.StopAsync(cancellationToken);
    }

    internal async Task PrepareAsync(CancellationToken ct)
    {
        await UntilItWorks(() => BusTopology.DeclareAsync(configuration.RabbitMq(), configuration.Partitions(), ct), "the broker", ct);
        await UntilItWorks(() => Migrator.CheckAsync(database, ct), "the database", ct);
        await UntilItWorks(() => ComeToBeMineAsync(ct), "the projections", ct);
    }

    private async Task ComeToBeMineAsync(CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        var (mine, stored) = (store.Definitions, await StoredDefinitions.ReadAsync(db, ct));
        if (stored is null || stored.Fingerprint == mine.Fingerprint)
        {
            await StoredDefinitions.WriteAsync(db, mine, ct);
            return;
        }

        if (!mine.IsNewerThan(stored))
            throw new InvalidOperationException($"they were made by {stored}, this release has {mine}. It counts nothing; ./kpi rebuild, run by this release, would take them back");
        LogRebuild($"{stored}", $"{mine}");
        await rebuild.RunAsync(done => WaitsFor = $"the projections are made anew: {done} events so far", ct, unlessDone: true);
    }

    private async Task UntilItWorks(Func<Task> work, string what, CancellationToken ct)
    {
        for (string? told = null; ; await Task.Delay(Pause, clock, ct))
        {
            try
            {
                await work();
                return;
            }
            catch (Exception e) when (e is not (BusTopologyException or SettingsException or OperationCanceledException))
            {
                WaitsFor = $"{what}: {e.Message}";
                if (told != WaitsFor) LogWaiting(what, e.Message);
                told = WaitsFor;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for {What}: {Why}")]
    private partial void LogWaiting(string what, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The projections were made by {Stored}, this release has {Mine}: making all anew from the log before the first event")]
    private partial void LogRebuild(string stored, string mine);
}

/// <summary>Ready when the process counts events.</summary>
internal sealed class CountingCheck(StartUp startUp) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(startUp.WaitsFor is { } why ? HealthCheckResult.Unhealthy(why) : HealthCheckResult.Healthy());
}

/// <summary>Ready when the projections can be written.</summary>
internal sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await Migrator.CheckAsync(database, cancellationToken);
            return new(HealthStatus.Healthy);
        }
        catch (Exception e) when (e is NpgsqlException or NotMigratedException)
        {
            return new(HealthStatus.Unhealthy, e is PostgresException sql ? sql.MessageText : e is NotMigratedException ? e.Message : "no connection");
        }
    }
}
