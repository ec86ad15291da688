using KpiPlatform.Aggregator.Erasing;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Kpis;
using Npgsql;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>Some streams of a partition that were looked at.</summary>
/// <param name="Last">The key to go on behind; null when these were the last.</param>
/// <param name="Open">Streams that are old enough and not done: they stay.</param>
internal sealed record Looked(Guid? Last, int Streams, int Retired, int Open);

/// <summary>
/// Lets go of streams: one transaction moves their facts and cells to the partition's archive and drops the timelines; from then on nobody reads their rows of the log,
/// which are deleted afterwards. The numbers are the same before and after.
/// </summary>
/// <param name="database">The projections' database.</param>
/// <param name="catalogue">What is measured.</param>
/// <param name="clock">What time it is.</param>
/// <param name="checkpoint">As in <see cref="ProjectionStore"/>.</param>
internal sealed class RetirementStore(NpgsqlDataSource database, Catalogue catalogue, TimeProvider clock, Func<string, Task>? checkpoint = null)
{
    private const int StreamsAtOnce = 500;
    private static readonly string ScanSql = SqlFile.Read("Retaining.Sql.scan_timelines");
    private static readonly string OpenSql = SqlFile.Read("Retaining.Sql.open_archive");
    private readonly DefinitionSet definitions = DefinitionSet.Of(catalogue);
    private readonly RulesTable rules = new();

    /// <summary>Looks at the next streams behind a key, and lets go of those that are due unless it is only asked about them. Null when a rebuild runs: it is not to be disturbed.</summary>
    public async Task<Looked?> NextAsync(int partition, Guid behind, DateTimeOffset cutoff, bool dryRun, CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        var rows = await TimelineTable.ReadAsync(new NpgsqlCommand(ScanSql, db) { Parameters = { new() { Value = partition }, new() { Value = behind }, new() { Value = StreamsAtOnce } } }, ct);
        var states = (await Present.OfAsync(db, rules, rows, clock, ct)).Stored;
        var old = states.Where(s => s.Value.Timeline.Events is [.., var last] && last.Time < cutoff).ToList();
        var due = old.Where(s => Retirement.IsDone(s.Value)).Select(s => s.Key).ToArray();
        if (due.Length > 0 && !dryRun && !await RetireAsync(db, partition, due, cutoff, ct)) return null;
        return new(rows.Count < StreamsAtOnce ? null : rows[^1].Key, rows.Count, due.Length, old.Count - due.Length);
    }

    private async Task<bool> RetireAsync(NpgsqlConnection db, int partition, Guid[] keys, DateTimeOffset cutoff, CancellationToken ct)
    {
        await using var transaction = await db.BeginTransactionAsync(ct);
        await using (var claim = new NpgsqlCommand($"select pg_try_advisory_xact_lock({Rebuild.Lock})", db))
        {
            if (!(bool)(await claim.ExecuteScalarAsync(ct))!) return false;
        }

        var (shard, _) = await ProjectionStore.LockAsync(db, partition, definitions, ct);
        await Passed("lock");
        var retirement = new Retirement(catalogue);
        var present = await Present.OfAsync(db, rules, await TimelineTable.LoadAsync(db, shard, keys, ct), clock, ct);
        foreach (var (key, stream) in present.Stored.Where(s => Retirement.IsDue(s.Value, cutoff))) retirement.Add(key, stream);
        await MoveAsync(db, partition, shard, retirement, cutoff, ct);
        await Passed("before commit");
        await transaction.CommitAsync(ct);
        await Passed("after commit");
        return true;
    }

    private async Task MoveAsync(NpgsqlConnection db, int partition, int shard, Retirement retirement, DateTimeOffset cutoff, CancellationToken ct)
    {
        var (archive, digest) = await OpenAsync(db, partition, ct);
        await FactTable.ReplaceAsync(db, shard, retirement.Leaving, ct);
        await FactTable.ReplaceAsync(db, archive, retirement.Archived, ct);
        await Passed("facts");
        await CellTable.AddAsync(db, shard, retirement.Taken, ct);
        await CellTable.AddAsync(db, archive, retirement.Given, ct);
        await Passed("cells");
        Guid[] gone = [.. retirement.Leaving.Select(s => s.Key)];
        await PartitionRows.DropTimelinesAsync(db, shard, gone, ct);
        await RetiredTable.AddAsync(db, partition, [.. retirement.Leaving.Select(s => Retired.Of(s.Key, s.Timeline))], retirement.DigestWith(digest).ToBytes(), cutoff, ct);
        await Passed("retired");
    }

    private static async Task<(int Archive, byte[] Digest)> OpenAsync(NpgsqlConnection db, int partition, CancellationToken ct)
    {
        await using var open = new NpgsqlCommand(OpenSql, db) { Parameters = { new() { Value = partition } } };
        await using var rows = await open.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return (rows.GetInt32(0), rows.GetFieldValue<byte[]>(1));
    }

    private Task Passed(string step) => checkpoint?.Invoke(step) ?? Task.CompletedTask;
}
