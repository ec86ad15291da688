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
    private const int RowsAtOnce = 20_000;

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

            if (!dryRun) report = report with { Events = report.Events + await SweepAsync(db, partition, ct) };
        }

        if (!dryRun) await LogMonthsGone.DropAsync(db, cutoff, ct);
        return report;
    }

    /// <summary>Deletes what the log still has of streams that were let go of, also by a pass that was cut off.</summary>
    private async Task<long> SweepAsync(NpgsqlConnection db, int partition, CancellationToken ct)
    {
        Guid[] streams = [.. await RetiredTable.InLogAsync(db, partition, ct)];
        if (streams.Length == 0) return 0;
        await using var last = new NpgsqlCommand("select last_seq from partitions where partition = $1", db) { Parameters = { new() { Value = partition } } };
        var (upTo, deleted) = ((long)(await last.ExecuteScalarAsync(ct))!, 0L);
        for (long behind = 0; behind < upTo; behind += RowsAtOnce)
        {
            deleted += await RetiredTable.SweepAsync(db, partition, behind, behind + RowsAtOnce, streams, ct);
            if (checkpoint is not null) await checkpoint("swept");
        }

        await RetiredTable.SweptAsync(db, partition, streams, ct);
        return deleted;
    }
}
