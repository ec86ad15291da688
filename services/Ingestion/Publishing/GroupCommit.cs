using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Batching;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>
/// Makes events durable: at the broker, or while it is away in the <see cref="Spool"/>. Requests that wait at the same time for the same partition share a
/// message; each is answered when every message that carries its events is confirmed. What the broker has not confirmed in time goes to the spool and may
/// reach the broker twice; the events' identity makes it count once.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private readonly PublishSettings settings;
    private readonly Topology topology;
    private readonly Detour detour;
    private readonly Spool spool;
    private readonly TimeProvider time;
    private readonly Coalescer<Parcel>[] partitions;

    public GroupCommit(PublishSettings settings, EventPublisher publisher, Topology topology, Detour detour, Spool spool, IngestionMetrics metrics, TimeProvider time)
    {
        (this.settings, this.topology, this.detour, this.spool, this.time) = (settings, topology, detour, spool, time);
        partitions = [.. Enumerable.Range(0, settings.Partitions).Select(partition => new Coalescer<Parcel>(
            new CoalescerOptions<Parcel>
            {
                MaxWeight = settings.EventsPerMessage,
                Capacity = settings.WaitingEvents,
                Concurrency = settings.MessagesInFlight,
                Weigh = static parcel => parcel.Events.Count,
            },
            (parcels, _) => publisher.PublishAsync(partition, parcels)))];
        metrics.Watch(spool, detour, time);
        // What a crash left goes first.
        if (spool.Status.Events > 0) detour.Take("some are left in it from before");
    }

    /// <summary>Events that wait for a message.</summary>
    public long Waiting => partitions.Sum(partition => partition.Waiting);

    /// <summary>Returns when all events are durable; throws <see cref="NotDurableException"/> when that cannot be said in time.</summary>
    public async Task CommitAsync(IReadOnlyList<CanonicalEvent> events)
    {
        var parcels = Parcel.Pack(events, settings.Partitions, settings.EventsPerMessage).ToList();
        var left = detour.IsTaken || !topology.IsDeclared ? parcels : await SendAsync(parcels);
        if (left.Count == 0) return;
        using var deadline = new CancellationTokenSource(settings.Deadline, time);
        await spool.AppendAsync(left, deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var partition in partitions) await partition.DisposeAsync();
    }

    /// <summary>Gives parcels to the broker; returns those it has not confirmed, sooner or later.</summary>
    private async Task<IReadOnlyList<(int Partition, Parcel Parcel)>> SendAsync(List<(int Partition, Parcel Parcel)> parcels)
    {
        // The token takes parcels that nobody waits for any more out of the queue: after an outage the broker gets what is wanted now.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(detour.Taken);
        patience.CancelAfter(settings.Deadline);
        // All are submitted before any is awaited.
        var sent = parcels.ConvertAll(packed => partitions[packed.Partition].SubmitAsync(packed.Parcel, patience.Token));
        try
        {
            await Task.WhenAll(sent);
            return [];
        }
        catch (OperationCanceledException)
        {
            detour.Take("the broker has not confirmed in time");
        }
        catch (NotDurableException e)
        {
            detour.Take(e.InnerException?.Message ?? e.Message);
        }
        catch (CoalescerFullException)
        {
            // The broker is well but slow: only what finds no room goes the other way.
        }

        return [.. parcels.Where((_, i) => !sent[i].IsCompletedSuccessfully)];
    }
}

/// <summary>It cannot be said that the events are durable: answer 503 and let them be sent again.</summary>
internal sealed class NotDurableException(string message, Exception? inner = null) : Exception(message, inner);
