using KpiPlatform.Platform.Batching;
using Microsoft.Data.Sqlite;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>
/// Where events are durable while the broker is away: on this machine's disk, bounded, until <see cref="SpoolDrain"/> has brought them to the broker.
/// Requests that arrive together share a transaction and its fsync.
/// </summary>
internal sealed class Spool : IAsyncDisposable
{
    private const int BytesPerTransaction = 4 * 1024 * 1024, WaitingBytes = 64 * 1024 * 1024, WorthShrinking = 16 * 1024 * 1024;
    private readonly SpoolSettings settings;
    private readonly IngestionMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger<Spool> logger;
    private readonly SpoolFile file;
    private readonly Lock gate = new();
    private readonly Coalescer<SpoolEntry> appends;
    private readonly Dictionary<int, long> events = [];
    private volatile SpoolStatus status;
    private long mostBytes;

    /// <summary>Opens what a crash may have left.</summary>
    public Spool(SpoolSettings settings, IngestionMetrics metrics, TimeProvider time, ILogger<Spool> logger)
    {
        (this.settings, this.metrics, this.time, this.logger) = (settings, metrics, time, logger);
        file = new SpoolFile(settings);
        var parts = file.Parts();
        foreach (var part in parts) events[part.Partition] = part.Events;
        status = new SpoolStatus(parts.Sum(part => part.Events), parts.Sum(part => part.Bytes), file.Oldest(), Trouble: null);
        mostBytes = status.Bytes;
        if (status.Events > 0) logger.LogInformation("{Events} events wait in the spool since {Since:u}", status.Events, status.Oldest);
        appends = new Coalescer<SpoolEntry>(
            new CoalescerOptions<SpoolEntry> { MaxWeight = BytesPerTransaction, Capacity = WaitingBytes, Weigh = static entry => Math.Max(1, entry.Body.Length) },
            (entries, _) => WriteAsync(entries));
    }

    public SpoolStatus Status => status;

    public bool IsFull => status.Bytes >= settings.MostBytes;

    public long MostBytes => settings.MostBytes;

    /// <summary>Returns when the parcels are on disk; throws <see cref="NotDurableException"/> when there is no room, the disk fails or it takes too long.</summary>
    public async Task AppendAsync(IEnumerable<(int Partition, Parcel Parcel)> parcels, CancellationToken deadline)
    {
        if (IsFull) throw new NotDurableException("The broker is away and the spool is full; send the events again later.");
        try
        {
            await Task.WhenAll(parcels.Select(packed => appends.SubmitAsync(SpoolEntry.Of(packed.Partition, packed.Parcel), deadline)));
        }
        catch (Exception e) when (e is OperationCanceledException or CoalescerFullException)
        {
            throw new NotDurableException("The disk is too slow for what arrives; send the events again a little later, they count once.", e);
        }
    }

    /// <summary>The partitions that something waits for.</summary>
    public IReadOnlyList<int> Waiting()
    {
        lock (gate) return [.. events.Where(part => part.Value > 0).Select(part => part.Key)];
    }

    /// <inheritdoc cref="SpoolFile.Read"/>
    public IReadOnlyList<SpoolRow> Read(int partition, int mostEvents, long mostBytes)
    {
        lock (gate) return file.Read(partition, mostEvents, mostBytes);
    }

    /// <summary>Forgets rows that the broker has, all that <see cref="Read"/> gave.</summary>
    public void Remove(int partition, IReadOnlyList<SpoolRow> rows)
    {
        var gone = rows.Sum(row => row.Events);
        lock (gate)
        {
            file.Remove(partition, rows[^1].Id);
            events[partition] -= gone;
            status = status with { Events = status.Events - gone, Bytes = status.Bytes - rows.Sum(row => (long)row.Body.Length), Oldest = file.Oldest() };
            if (status.Events == 0 && mostBytes > WorthShrinking)
            {
                file.Shrink();
                mostBytes = 0;
            }
        }

        metrics.Drained(gone);
    }

    /// <summary>Moves a row that cannot be read out of the way of those behind it. Nothing is lost: the next start tries it again.</summary>
    public void SetAside(int partition, SpoolRow row, string reason)
    {
        lock (gate)
        {
            file.SetAside(row.Id);
            events[partition] -= row.Events;
            status = status with { Events = status.Events - row.Events, Bytes = status.Bytes - row.Body.Length, Oldest = file.Oldest(), SetAside = status.SetAside + row.Events };
        }

        logger.LogError("{Events} events for partition {Partition} cannot be read out of the spool and are set aside in it (row {Row}); the next start tries them again: {Reason}", row.Events, partition, row.Id, reason);
    }

    /// <summary>What is in it can be taken out, or cannot and why.</summary>
    public void Stuck(string? reason)
    {
        lock (gate) status = status with { Stuck = reason };
    }

    /// <summary>After trouble: whether it can be written again, which else only the next event would tell, and who is not ready is sent none. Throws <see cref="NotDurableException"/>.</summary>
    public Task TryAgainAsync() => status.Trouble is null ? Task.CompletedTask : WriteAsync([]);

    public async ValueTask DisposeAsync()
    {
        await appends.DisposeAsync();
        lock (gate) file.Dispose();
    }

    private Task WriteAsync(IReadOnlyList<SpoolEntry> entries)
    {
        try
        {
            settings.MustHaveRoom();
            Write(entries);
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            // Said once per reason, not once per request.
            if (status.Trouble != e.Message) logger.LogError("The spool cannot be written, requests are refused while the broker is away: {Reason}", e.Message);
            lock (gate) status = status with { Trouble = e.Message };
            throw new NotDurableException("The broker is away and the spool cannot be written; send the events again later.", e);
        }
    }

    private void Write(IReadOnlyList<SpoolEntry> entries)
    {
        var now = time.GetUtcNow();
        var added = entries.Sum(entry => entry.Events);
        lock (gate)
        {
            file.Append(entries, now);
            foreach (var entry in entries) events[entry.Partition] = events.GetValueOrDefault(entry.Partition) + entry.Events;
            status = status with { Events = status.Events + added, Bytes = status.Bytes + entries.Sum(entry => (long)entry.Body.Length), Oldest = added == 0 ? status.Oldest : status.Oldest ?? now, Trouble = null };
            mostBytes = Math.Max(mostBytes, status.Bytes);
        }

        metrics.Spooled(added);
    }
}
