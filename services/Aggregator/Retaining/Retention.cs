using KpiPlatform.Aggregator.Erasing;
using KpiPlatform.Aggregator.Observing;
using KpiPlatform.Aggregator.Storage;
using Npgsql;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>What a pass did, or would do.</summary>
/// <param name="Streams">Streams there are.</param>
/// <param name="Retired">Those whose log was let go of.</param>
/// <param name="Open">Those that are old enough, but open.</param>
/// <param name="Events">Rows of the log that were deleted.</param>
/// <param name="NumbersFrom">Numbers of before were let go of; null when they are kept for ever.</param>
/// <param name="Facts">Rows of facts that were let go of with them.</param>
/// <param name="Done">False when a rebuild ran: the rest is for the next time.</param>
internal sealed record RetentionReport(string Before, long Streams, long Retired, long Open, long Events, string? NumbersFrom, long Facts, bool Done, bool DryRun);

/// <summary>One pass over all that is stored: lets go of the log of streams that are older than it is kept, and then of what was counted longer ago than numbers are kept.</summary>
internal sealed class Retention(NpgsqlDataSource database, RetirementStore store, OldNumbers oldNumbers, TimeProvider clock, Func<string, Task>? checkpoint = null)
{
    /// <summary>Long enough for a worker that waits for the partition to wake up and take it.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(5);

    /// <param name="keep">The log not for ever.</param>
    public Task<RetentionReport> RunAsync(Keep keep, bool dryRun, CancellationToken ct) => WorkTelemetry.TraceAsync(
        "retain",
        () => PassAsync(keep, dryRun, ct),
        static (span, report) => span.SetTag("kpi.stream.count", report.Retired).SetTag("kpi.event.count", report.Events).SetTag("kpi.fact.count", report.Facts));

    private async Task<RetentionReport> PassAsync(Keep keep, bool dryRun, CancellationToken ct)
    {
        var (cutoff, numbersFrom) = (clock.GetUtcNow() - keep.Log!.Value, keep.Numbers is { } age ? OldNumbers.From(clock.GetUtcNow(), age) : (DateTimeOffset?)null);
        var report = new RetentionReport(Text(cutoff), 0, 0, 0, 0, numbersFrom is { } day ? Text(day) : null, 0, Done: true, dryRun);
        await using var db = await database.OpenConnectionAsync(ct);
        var partitions = await PartitionRows.AllAsync(db, ct);
        foreach (var partition in partitions)
        {
            for (Guid? behind = Guid.Empty; behind is { } key;)
            {
                if (await store.NextAsync(partition, key, cutoff, dryRun, ct) is not { } looked) return report with { Done = false };
                report = report with { Streams = report.Streams + looked.Streams, Retired = report.Retired + looked.Retired, Open = report.Open + looked.Open };
                behind = looked.Last;
                await Task.Delay(Courtesy, clock, ct);
            }

            if (!dryRun) report = report with { Events = report.Events + await RetiredTable.SweepAsync(db, partition, checkpoint, ct) };
        }

        if (!dryRun) await LogMonthsGone.DropAsync(db, cutoff, ct);
        if (numbersFrom is { } from)
        {
            foreach (var partition in partitions) report = report with { Facts = report.Facts + await oldNumbers.LetGoAsync(partition, from, dryRun, ct) };
        }

        return report;
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("u", null);
}
