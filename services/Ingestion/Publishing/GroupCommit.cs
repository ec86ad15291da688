using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Batching;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>
/// Makes events durable. Requests that wait at the same time for the same partition share a message; each is answered when every message that carries
/// its events is confirmed by the broker, or after the deadline, whatever the broker does. What is told "not durable" may still arrive; the events'
/// identity makes sending it again safe.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private readonly PublishSettings settings;
    private readonly TimeProvider time;
    private readonly Coalescer<Parcel>[] partitions;

    public GroupCommit(PublishSettings settings, EventPublisher publisher, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        partitions = [.. Enumerable.Range(0, settings.Partitions).Select(partition => new Coalescer<Parcel>(
            new CoalescerOptions<Parcel>
            {
                MaxWeight = settings.EventsPerMessage,
                Capacity = settings.WaitingEvents,
                Concurrency = settings.MessagesInFlight,
                Weigh = static parcel => parcel.Events.Count,
            },
            (parcels, _) => publisher.PublishAsync(partition, parcels)))];
    }

    /// <summary>Events that wait for a message.</summary>
    public long Waiting => partitions.Sum(partition => partition.Waiting);

    /// <summary>Returns when all events are confirmed; throws <see cref="NotDurableException"/> when that cannot be said in time.</summary>
    public async Task CommitAsync(IReadOnlyList<CanonicalEvent> events)
    {
        // The token takes parcels that nobody waits for any more out of the queue: after an outage the broker gets what is wanted now.
        using var deadline = new CancellationTokenSource(settings.Deadline, time);
        try
        {
            // All are submitted before any is awaited; if several fail, the first says why.
            var parcels = Parcel.Pack(events, settings.Partitions, settings.EventsPerMessage);
            await Task.WhenAll(parcels.Select(packed => partitions[packed.Partition].SubmitAsync(packed.Parcel, deadline.Token)));
        }
        catch (OperationCanceledException e)
        {
            throw new NotDurableException("The broker has not confirmed in time; send the events again, they count once.", e);
        }
        catch (CoalescerFullException e)
        {
            throw new NotDurableException("Too many events wait for the broker; send the events again a little later.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var partition in partitions) await partition.DisposeAsync();
    }
}

/// <summary>It cannot be said that the events are durable: answer 503 and let them be sent again.</summary>
internal sealed class NotDurableException(string message, Exception inner) : Exception(message, inner);
