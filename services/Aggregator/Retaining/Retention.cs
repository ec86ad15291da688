using KpiPlatform.Aggregator.Erasing;
using KpiPlatform.Aggregator.Storage;
using Npgsql;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>What a pass did, or would do.</summary>
/// <param name="Streams">Streams there are.</param>
/// <param name="Retired">Those whose log was let go of.</param>
/// <param name="Open">Those that are old enough, but open.</param>
/// <param name="Events">Rows of the log that were deleted.</param>
/// <param name="Done">False when a rebuild ran: the rest is for the next time.</param>
internal sealed record RetentionReport(string Before, long Streams, long Retired, long Open, long Events, bool Done, bool DryRun);

/// <summary>One pass over all streams: lets go of the log of those that are older than it is kept.</summary>
internal sealed class Retention(NpgsqlDataSource database, RetirementStore store, TimeProvider clock, Func<string, Task>? checkpoint = null)
{
    /// <summary>Long enough for a worker that waits for the partition to wake up and take it.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(5);

    public async Task<RetentionReport> RunAsync(TimeSpan keep, bool dryRun, CancellationToken ct)
    {
        var cutoff = clock.GetUtcNow() - keep;
        var report = new RetentionReport(cutoff.UtcDateTime.ToString("u", null), 0, 0, 0, 0, Done: true, dryRun);
        await using var db = await database.OpenConnectionAsync(ct);
        foreach (var partition in await PartitionRows.AllAsync(db, ct))
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
        return report;
    }
}
