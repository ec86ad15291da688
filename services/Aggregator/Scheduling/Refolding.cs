using System.Collections.Concurrent;
using KpiPlatform.Aggregator.Consuming;
using KpiPlatform.Aggregator.Observing;
using KpiPlatform.Aggregator.Storage;
using Npgsql;

namespace KpiPlatform.Aggregator.Scheduling;

/// <summary>
/// About once a second: folds the streams again whose time has come or whose workspace has new rules, some at a time, so that live events go
/// in between. Every aggregator does; they share the partitions out as they find them free.
/// </summary>
internal sealed partial class Refolding(RefoldStore store, StartUp startUp, Retreat retreat, TimeProvider clock, ILogger<Refolding> logger) : BackgroundService
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Long enough for a worker that waits for the partition to wake up and take it.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(5);

    /// <summary>Streams that break the fold or a measure: they stay as they are until the program is mended.</summary>
    private readonly ConcurrentDictionary<Guid, string> broken = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startUp.UntilItMayWorkAsync(stoppingToken);
        using var tick = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
                var overdue = await store.OverdueAsync([.. broken.Keys], stoppingToken);
                WorkTelemetry.Overdue(overdue.Count);
                await Parallel.ForEachAsync(overdue, options, RefoldAsync);
            }
            catch (SupersededException e)
            {
                await retreat.BeginAsync(e);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogLater(e);
            }
        }
        while (await tick.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>All that there is to do in a partition.</summary>
    private async ValueTask RefoldAsync(int partition, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var streams = 0;
        using var activity = WorkTelemetry.Start("refold")?.SetTag("kpi.partition", partition);
        while (await store.RefoldAsync(partition, [.. broken.Keys], ct) is { } change)
        {
            streams += change.Streams.Count;
            WorkTelemetry.Refold(change.Streams.Count);
            foreach (var failure in change.Failures)
            {
                if (broken.TryAdd(failure.Key, failure.Reason)) LogBroken(failure.Key, partition, failure.Reason);
            }

            await Task.Delay(Courtesy, clock, ct);
        }

        activity?.SetTag("kpi.stream.count", streams);
        if (streams > 0) LogDone(streams, partition, clock.GetElapsedTime(started).TotalSeconds);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Streams} streams of partition {Partition} were folded again in {Seconds:0.0} s")]
    private partial void LogDone(int streams, int partition, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stream {Stream} of partition {Partition} can't be folded again and stays as it was: {Reason}")]
    private partial void LogBroken(Guid stream, int partition, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Streams can't be folded again now; trying again in a second")]
    private partial void LogLater(Exception e);
}
