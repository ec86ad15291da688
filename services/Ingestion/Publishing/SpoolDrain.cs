using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>
/// Brings what is in the spool to the broker: each partition in its order, forgotten only after the confirm. A crash between the two sends it again,
/// which its identity makes harmless. While the broker is away it is asked ever less often, at least every two seconds.
/// </summary>
internal sealed class SpoolDrain(
    Spool spool, Detour detour, EventPublisher publisher, Topology topology, BrokerProbe probe, PublishSettings settings, TimeProvider time, ILogger<SpoolDrain> logger) : BackgroundService
{
    /// <summary>Events that may still wait when requests go to the broker again: waiting for the last one could take for ever under load.</summary>
    private const int AsGoodAsEmpty = 2000;

    private const long BytesPerRound = 8 * 1024 * 1024;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly int[] sizes = [.. Enumerable.Repeat(settings.EventsPerMessage, settings.Partitions)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (wait, trusted) = (Idle, false);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (spool.Status.Events == 0 && !detour.IsTaken)
                {
                    await Task.Delay(Idle, time, stoppingToken);
                    continue;
                }

                trusted = (trusted || (topology.IsDeclared && await probe.ObstacleAsync(stoppingToken) is null)) && await RoundAsync();
                if (trusted && spool.Status.Events <= AsGoodAsEmpty) detour.Leave();
                wait = trusted ? Idle : TimeSpan.FromTicks(Math.Min(2 * wait.Ticks, LongestWait.Ticks));
                if (!trusted) await Task.Delay(wait, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is drained after the next start.
        }
    }

    /// <summary>Something of each partition; true when all of it is with the broker.</summary>
    private async Task<bool> RoundAsync() => (await Task.WhenAll(spool.Waiting().Select(partition => Task.Run(() => DrainAsync(partition))))).All(done => done);

    private async Task<bool> DrainAsync(int partition)
    {
        var size = sizes[partition];
        try
        {
            var (rows, parcels) = Open(partition, spool.Read(partition, Math.Max(size, 1), BytesPerRound));
            spool.Stuck(null);
            if (rows.Count == 0) return true;
            if (parcels.Sum(parcel => parcel.Events.Count) <= size) await publisher.PublishAsync(partition, parcels);
            else foreach (var part in parcels.SelectMany(parcel => parcel.Cut(size))) await publisher.PublishAsync(partition, [part]);
            spool.Remove(partition, rows);
            sizes[partition] = settings.EventsPerMessage;
            return true;
        }
        catch (NotDurableException)
        {
            // In case the broker is well and does not take a message of this size.
            sizes[partition] = Math.Max(1, size / 8);
            return false;
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            spool.Stuck(e.Message);
            logger.LogError("What waits in the spool for partition {Partition} cannot be taken out of it: {Reason}", partition, e.Message);
            return false;
        }
    }

    /// <summary>The rows that can be read; the others are set aside.</summary>
    private (List<SpoolRow> Rows, List<Parcel> Parcels) Open(int partition, IReadOnlyList<SpoolRow> rows)
    {
        var (read, parcels) = (new List<SpoolRow>(rows.Count), new List<Parcel>(rows.Count));
        foreach (var row in rows)
        {
            try
            {
                parcels.Add(row.Open());
                read.Add(row);
            }
            catch (JsonException e)
            {
                spool.SetAside(partition, row, e.Message);
            }
        }

        return (read, parcels);
    }
}
