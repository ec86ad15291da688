using System.Diagnostics;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>
/// Counts what a partition has waiting, one transaction after the other. An outage of the database is waited out with the messages
/// unacknowledged; an event that breaks the projection is found by halving the batch, and parked so that its neighbours are counted.
/// </summary>
internal sealed partial class PartitionWorker(int partition, ProjectionStore store, QuarantineStore quarantine, Retreat retreat, TimeProvider clock, ILogger<PartitionWorker> logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public async Task ProjectAsync(IReadOnlyList<Received> messages, CancellationToken ct)
    {
        var events = messages.SelectMany(m => m.Events).ToList();
        using var activity = AggregatorTelemetry.StartBatch(partition, messages, events);
        var started = clock.GetTimestamp();
        await ProjectOrPartAsync(events, ct);
        AggregatorTelemetry.Batch(partition, events, clock.GetElapsedTime(started), clock.GetUtcNow());
    }

    private async Task ProjectOrPartAsync(List<CanonicalEvent> events, CancellationToken ct)
    {
        try
        {
            await Outlast(async () => AggregatorTelemetry.Missed(await store.ProjectAsync(partition, events, ct)), ct);
        }
        catch (Exception e) when (Faults.IsOfTheData(e))
        {
            var streams = BatchProjector.ByStream(events).Values.ToList();
            if (streams.Count == 1)
            {
                LogParked(e, events.Count, partition);
                await Outlast(() => quarantine.ParkAsync(partition, events, $"{e.GetType().Name}: {e.Message}", ct), ct);
                return;
            }

            var half = streams.Count / 2;
            await ProjectOrPartAsync([.. streams.Take(half).SelectMany(s => s)], ct);
            await ProjectOrPartAsync([.. streams.Skip(half).SelectMany(s => s)], ct);
        }
    }

    /// <summary>Tries again, with growing pauses, for as long as the fault is not of the data.</summary>
    private async Task Outlast(Func<Task> work, CancellationToken ct)
    {
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await work();
                return;
            }
            catch (SupersededException e)
            {
                await retreat.BeginAsync(e);
                throw;
            }
            catch (Exception e) when (!Faults.IsOfTheData(e) && !ct.IsCancellationRequested)
            {
                Activity.Current?.AddException(e);
                LogOutage(e, partition, pause.TotalMilliseconds);
                await Task.Delay(pause, clock, ct);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Partition} can't be written now; trying again in {Pause} ms")]
    private partial void LogOutage(Exception e, int partition, double pause);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} events of one stream in partition {Partition} can't be projected and were put in quarantine")]
    private partial void LogParked(Exception e, int count, int partition);
}
