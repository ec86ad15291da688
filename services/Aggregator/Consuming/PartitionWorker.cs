using System.Diagnostics;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Hosting;

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
        var counted = await ProjectOrPartAsync(events, ct);
        activity?.SetTag("kpi.event.new", counted.New).SetTag("kpi.event.parked", counted.Parked).SetTag("kpi.event.duplicate", events.Count - counted.New - counted.Parked);
        var now = clock.GetUtcNow();
        activity?.SetTag("kpi.event.lag", (now - events.Min(e => e.ReceivedAt)).TotalSeconds);
        AggregatorTelemetry.Batch(partition, events, counted, clock.GetElapsedTime(started), now);
    }

    private async Task<Counted> ProjectOrPartAsync(List<CanonicalEvent> events, CancellationToken ct)
    {
        try
        {
            var change = await Outlast(() => store.ProjectAsync(partition, events, ct), ct);
            AggregatorTelemetry.Missed(change);
            return Counted.Of(change);
        }
        catch (Exception e) when (Faults.IsOfTheData(e))
        {
            var streams = BatchProjector.ByStream(events).Values.ToList();
            if (streams.Count == 1)
            {
                LogParked(e, events.Count, partition);
                return await Outlast(async () =>
                {
                    await quarantine.ParkAsync(partition, events, $"{e.GetType().Name}: {e.Message}", ct);
                    return new Counted(0, events.Count);
                }, ct);
            }

            var half = streams.Count / 2;
            return await ProjectOrPartAsync([.. streams.Take(half).SelectMany(s => s)], ct) + await ProjectOrPartAsync([.. streams.Skip(half).SelectMany(s => s)], ct);
        }
    }

    /// <summary>Tries again, with growing pauses, for as long as the fault is not of the data.</summary>
    private async Task<T> Outlast<T>(Func<Task<T>> work, CancellationToken ct)
    {
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await work();
            }
            catch (SupersededException e)
            {
                await retreat.BeginAsync(e);
                throw;
            }
            catch (Exception e) when (!Faults.IsOfTheData(e) && !ct.IsCancellationRequested)
            {
                AggregatorTelemetry.Failed(partition);
                Activity.Current.Fail(e);
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

/// <summary>What became of a batch's events; those that are neither were known.</summary>
internal readonly record struct Counted(int New, int Parked)
{
    public static Counted Of(BatchChange change) => new(change.Streams.Sum(s => s.New.Count), change.Failures.Sum(f => f.Events.Count));

    public static Counted operator +(Counted left, Counted right) => new(left.New + right.New, left.Parked + right.Parked);
}
