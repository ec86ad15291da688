using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace KpiPlatform.Platform.Batching;

/// <summary>
/// Work that arrives together is done together: takes what is waiting, up to a weight, never waits for more, and hands it to a delegate.
/// Under light load the batches are small and the latency is that of one item; under heavy load they grow and the throughput with them.
/// Bounded: an item that finds no room is told at once (<see cref="CoalescerFullException"/>).
/// </summary>
public sealed class Coalescer<T> : IAsyncDisposable
{
    private readonly CoalescerOptions<T> options;
    private readonly Func<IReadOnlyList<T>, CancellationToken, Task> work;
    private readonly Channel<Entry> waiting = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim slots;
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;
    private long waitingWeight;

    public Coalescer(CoalescerOptions<T> options, Func<IReadOnlyList<T>, CancellationToken, Task> work)
    {
        this.options = options;
        this.work = work;
        slots = new SemaphoreSlim(options.Concurrency);
        loop = Task.Run(LoopAsync);
    }

    /// <summary>The weight of what waits and is not yet in a batch.</summary>
    public long Waiting => Interlocked.Read(ref waitingWeight);

    /// <summary>
    /// Completes when the batch that carries the item is done, and faults with what the delegate threw. An item whose token is cancelled
    /// while it waits is never handed to the delegate; once it is in a batch, only the waiting for it ends.
    /// </summary>
    public Task SubmitAsync(T item, CancellationToken cancellationToken = default)
    {
        var weight = options.Weigh(item);
        if (Interlocked.Add(ref waitingWeight, weight) - weight > options.Capacity - Math.Min(weight, options.Capacity))
        {
            Interlocked.Add(ref waitingWeight, -weight);
            return Task.FromException(new CoalescerFullException());
        }

        var entry = new Entry(item, weight, cancellationToken);
        if (!waiting.Writer.TryWrite(entry)) return Task.FromException(new ObjectDisposedException(nameof(Coalescer<>)));
        return cancellationToken.CanBeCanceled ? entry.Done.Task.WaitAsync(cancellationToken) : entry.Done.Task;
    }

    /// <summary>Takes no more, does what waits, and returns when it is done.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await loop;
        for (var i = 0; i < options.Concurrency; i++) await slots.WaitAsync();
        await stop.CancelAsync();
        stop.Dispose();
        slots.Dispose();
    }

    private async Task LoopAsync()
    {
        // First a free slot, then the taking: what arrives while all slots are busy goes into the next batch together.
        while (true)
        {
            await slots.WaitAsync();
            if (!await waiting.Reader.WaitToReadAsync())
            {
                slots.Release();
                return;
            }

            var batch = Take();
            if (batch.Count == 0) slots.Release();
            else _ = Task.Run(() => RunAsync(batch)); // its synchronous part must not hold up the next batch
        }
    }

    private List<Entry> Take()
    {
        var batch = new List<Entry>();
        long weight = 0;
        while (waiting.Reader.TryPeek(out var next) && (batch.Count == 0 || weight + next.Weight <= options.MaxWeight) && waiting.Reader.TryRead(out next))
        {
            Interlocked.Add(ref waitingWeight, -next.Weight);
            if (next.CancellationToken.IsCancellationRequested)
            {
                next.Done.TrySetCanceled(next.CancellationToken);
                continue;
            }

            batch.Add(next);
            weight += next.Weight;
        }

        return batch;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever it is belongs to those who wait for the batch.")]
    private async Task RunAsync(List<Entry> batch)
    {
        try
        {
            await work(batch.ConvertAll(entry => entry.Item), stop.Token);
            foreach (var entry in batch) entry.Done.TrySetResult();
        }
        catch (Exception e)
        {
            foreach (var entry in batch) entry.Done.TrySetException(e);
        }
        finally
        {
            slots.Release();
        }
    }

    private sealed record Entry(T Item, int Weight, CancellationToken CancellationToken)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
