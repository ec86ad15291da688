using System.Collections.Concurrent;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Reconciling;

/// <summary>
/// Asks the REST APIs of the connections that want it, each by itself and one pull at a time, for what their webhooks missed. A pull that fails is tried again
/// after a pause that grows up to the connection's own rhythm.
/// </summary>
internal sealed partial class Reconciler(ConnectionBook book, PullRun run, ReconciliationMetrics metrics, TimeProvider time, ILogger<Reconciler> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, Task> lanes = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var connection in book.All.Where(IsWanted))
            {
                if (!lanes.TryGetValue(connection.Id, out var lane) || lane.IsCompleted) lanes[connection.Id] = RepeatAsync(connection.Id, stoppingToken);
            }

            await Task.Delay(BetweenLooks, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(lanes.Values);
    }

    private static bool IsWanted(Connection connection) => PullSettings.IsWanted(connection) && SourceCatalogue.Find(connection.Source) is { Api: not null };

    /// <summary>Until the connection is gone: its options may be others each time.</summary>
    private async Task RepeatAsync(string id, CancellationToken ct)
    {
        await Task.Yield();
        var failures = 0;
        while (!ct.IsCancellationRequested && book.All.FirstOrDefault(each => each.Id == id && IsWanted(each)) is { } connection)
        {
            failures = await PullAsync(connection, ct) ? 0 : failures + 1;
            var every = EveryOf(connection);
            var pause = failures == 0 ? every : TimeSpan.FromTicks(Math.Min(every.Ticks, FirstPause.Ticks << Math.Min(failures - 1, 10)));
            await Task.Delay(pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        metrics.Forget(id);
    }

    private async Task<bool> PullAsync(Connection connection, CancellationToken ct)
    {
        try
        {
            var published = await run.RunAsync(SourceCatalogue.Find(connection.Source)!, connection, ct);
            metrics.Succeeded(connection);
            if (published > 0) LogPulled(connection.Id, connection.Source, published);
            return true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception e) when (e is PullException or SetupException)
        {
            metrics.Failed(connection.Source);
            LogLater(connection.Id, connection.Source, e.Message);
        }
        catch (Exception e)
        {
            // One connection's trouble is not another's.
            metrics.Failed(connection.Source);
            LogBroken(e, connection.Id, connection.Source);
        }

        return false;
    }

    private static TimeSpan EveryOf(Connection connection)
    {
        try
        {
            return PullSettings.Of(connection).Every;
        }
        catch (SetupException)
        {
            return FirstPause; // for the next look at the sources file
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Connection {Connection} to {Source}: {Count} events fetched through its API; those that are known count nothing")]
    private partial void LogPulled(string connection, string source, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Connection {Connection} to {Source} can't be reconciled now; trying again later: {Reason}")]
    private partial void LogLater(string connection, string source, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Connection {Connection} to {Source} can't be reconciled; trying again later")]
    private partial void LogBroken(Exception e, string connection, string source);
}
