using System.Threading.Channels;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using Microsoft.Data.Sqlite;

namespace KpiPlatform.Ingestion.Refusals;

/// <summary>
/// Keeps the shapes of refused payloads, behind the requests: a refusal is put into a short queue and, when that is full, let go. Whatever goes wrong with the file
/// is said in the log once and changes no answer.
/// </summary>
internal sealed class RefusedShapes(IConfiguration configuration, IngestionMetrics metrics, ILogger<RefusedShapes> logger) : BackgroundService
{
    /// <summary>Each may hold a body.</summary>
    private const int Waiting = 32;

    private readonly Channel<Refusal> queue = Channel.CreateBounded<Refusal>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private bool hasComplained;

    /// <summary>Notes what was refused of a delivery, if anything.</summary>
    public void Note(Connection connection, Delivery delivery, IReadOnlyList<Reading> readings)
    {
        if (!readings.Any(reading => reading is Reading.Refused)) return;
        queue.Writer.TryWrite(new Refusal(connection.Source, connection.Id, connection.Workspace.Name, RefusedReason.Of(readings), delivery.Body, delivery.Header("Content-Type"), delivery.ReceivedAt));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration["KPI_INGESTION_HOME"] is not { Length: > 0 } folder) return;
        metrics.WatchRefused(() => RefusedFile.Count(folder));
        RefusedFile? file = null;
        try
        {
            await foreach (var refusal in queue.Reader.ReadAllAsync(stoppingToken)) file = Keep(file, folder, refusal);
        }
        catch (OperationCanceledException)
        {
            // Those that wait are still kept.
            while (queue.Reader.TryRead(out var refusal)) file = Keep(file, folder, refusal);
        }
        finally
        {
            file?.Dispose();
        }
    }

    private RefusedFile? Keep(RefusedFile? file, string folder, Refusal refusal)
    {
        try
        {
            file ??= new RefusedFile(folder);
            file.Add(refusal);
            hasComplained = false;
            return file;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            if (!hasComplained) logger.LogError("The shape of a refused payload could not be kept in {File}: {Reason}", RefusedFile.Name, e.Message);
            hasComplained = true;
            file?.Dispose();
            return null;
        }
    }
}
