using System.Diagnostics;
using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Publishing;
using KpiPlatform.Ingestion.Refusals;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Ingestion.Reconciling;

/// <summary>Pulls once for one connection: what has changed since the cursor goes through the source's adapter to the broker, and only then the cursor moves.</summary>
internal sealed partial class PullRun(
    HttpClient http, GroupCommit commit, Cursors cursors, RefusedShapes refused, ReconciliationMetrics metrics, TimeProvider time, ILogger<PullRun> logger)
{
    /// <summary>What is younger is left to its webhook, which may still be under way.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Searches lag behind and clocks differ a little: what was pulled last is pulled again.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <summary>The first pull's; older history is an import's.</summary>
    private static readonly TimeSpan FirstReach = TimeSpan.FromDays(1);

    /// <summary>Returns how many events were published. Throws <see cref="PullException"/> or <see cref="SetupException"/>; what was pulled by then is kept.</summary>
    public async Task<int> RunAsync(Source source, Connection connection, CancellationToken ct)
    {
        using var activity = IngestionMetrics.Source.StartActivity("reconcile " + source.Name)?.SetTag("kpi.source", source.Name);
        try
        {
            var published = await PullAsync(source, connection, ct);
            activity?.SetTag("kpi.event.count", published);
            return published;
        }
        catch (Exception e)
        {
            activity.Fail(e);
            throw;
        }
    }

    private async Task<int> PullAsync(Source source, Connection connection, CancellationToken ct)
    {
        var settings = PullSettings.Of(connection);
        var client = new VendorClient(http, source.Api!, settings, time);
        var started = time.GetUtcNow();
        var through = cursors.Read(connection.Id);
        var published = 0;
        await foreach (var pulled in source.Api!.ChangedAsync(client, settings, (through ?? started - FirstReach) - Overlap, ct))
        {
            var horizon = Horizon();
            published += await PublishAsync(source, connection, pulled, horizon, ct);
            if (pulled.Through is { } so && so < horizon) Advance(so);
        }

        Advance(Horizon());
        return published;

        DateTimeOffset Horizon() => (client.VendorTime is { } theirs && theirs < started ? theirs : started) - Grace;

        // Behind its events, and never back.
        void Advance(DateTimeOffset to)
        {
            if (to <= through) return;
            cursors.Save(connection.Id, to);
            through = to;
        }
    }

    private async Task<int> PublishAsync(Source source, Connection connection, Pulled pulled, DateTimeOffset horizon, CancellationToken ct)
    {
        var context = new EventContext(connection.Workspace, Rfc3339.ToMicroseconds(time.GetUtcNow()), Activity.Current?.Id) { Origin = Origin.Reconciliation };
        using var delivery = new Delivery(connection, new HeaderDictionary(), JsonSerializer.SerializeToUtf8Bytes(pulled.Record), context);
        var readings = Read(source, delivery);
        refused.Note(connection, delivery, readings);
        metrics.Refused(source.Name, readings.Count(reading => reading is Reading.Refused));
        var events = readings.OfType<Reading.Taken>().Select(taken => taken.Event).Where(e => e.Time <= horizon).DistinctBy(e => (e.Source, e.Id)).ToList();
        foreach (var some in events.Chunk(EventBatch.MaxEvents)) await CommitAsync(some, ct);
        metrics.Pulled(source.Name, events.Count);
        return events.Count;
    }

    /// <summary>A ticket that the source stumbles over is told and left out: it must not hold up the others for good.</summary>
    private IReadOnlyList<Reading> Read(Source source, Delivery delivery)
    {
        try
        {
            return Delivery.Guarded(() => source.ReadRecord(delivery, delivery.Json) ?? []);
        }
        catch (Exception e) when (e is not (SetupException or OutOfMemoryException))
        {
            LogUnread(e, delivery.Connection.Id, delivery.Json["id"].Id);
            return [new Reading.Refused([new Finding(null, "", Codes.UnknownShape, "The source could not read it.")])];
        }
    }

    private async Task CommitAsync(IReadOnlyList<CanonicalEvent> events, CancellationToken ct)
    {
        try
        {
            ct.ThrowIfCancellationRequested();
            await commit.CommitAsync(events);
        }
        catch (NotDurableException e)
        {
            throw new PullException("the events cannot be made durable now", e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Connection {Connection}: ticket {Ticket} of its API can't be read and is left out")]
    private partial void LogUnread(Exception e, string connection, string? ticket);
}
