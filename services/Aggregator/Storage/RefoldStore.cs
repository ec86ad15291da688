using KpiPlatform.Aggregator.Notices;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Kpis;
using Npgsql;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>
/// Folds streams again whose numbers change with no event: their time has come, or their workspace has new rules. Each transaction moves the
/// streams it folded on, so a crash loses nothing and does nothing twice.
/// </summary>
/// <param name="database">The projections' database.</param>
/// <param name="catalogue">What is measured.</param>
/// <param name="rules">What the workspaces have decided.</param>
/// <param name="clock">What time it is: asked once a transaction.</param>
/// <param name="checkpoint">As in <see cref="ProjectionStore"/>.</param>
internal sealed class RefoldStore(NpgsqlDataSource database, Catalogue catalogue, RulesTable rules, TimeProvider clock, Func<string, Task>? checkpoint = null)
{
    /// <summary>Streams in one transaction: live events wait no longer for the partition than this takes.</summary>
    private const int BatchSize = 1000;

    private const string ClaimSql = "select pg_try_advisory_xact_lock(1802529126, $1)"; // "kpif": another aggregator may be at it already
    private const string RevisionSql = "update partitions set revision = revision + 1 where partition = $1";
    private static readonly string OverdueSql = SqlFile.Read("Storage.Sql.list_overdue");
    private readonly BatchProjector projector = new(catalogue);
    private readonly DefinitionSet definitions = DefinitionSet.Of(catalogue);

    /// <summary>The partitions with streams to fold again.</summary>
    /// <param name="except">Streams that can't be.</param>
    public async Task<List<int>> OverdueAsync(Guid[] except, CancellationToken ct)
    {
        var partitions = new List<int>();
        await using var db = await database.OpenConnectionAsync(ct);
        await using var list = new NpgsqlCommand(OverdueSql, db) { Parameters = { new() { Value = Present.Now(clock) }, new() { Value = except } } };
        await using var rows = await list.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) partitions.Add(rows.GetInt32(0));
        return partitions;
    }

    /// <summary>One transaction's worth of a partition; null when there is nothing to do, or another one does it.</summary>
    public async Task<BatchChange?> RefoldAsync(int partition, Guid[] except, CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        await using var transaction = await db.BeginTransactionAsync(ct);
        await using (var claim = new NpgsqlCommand(ClaimSql, db) { Parameters = { new() { Value = partition } } })
        {
            if (!(bool)(await claim.ExecuteScalarAsync(ct))!) return null;
        }

        var (shard, _) = await ProjectionStore.LockAsync(db, partition, definitions, ct);
        await Passed("lock");
        var rows = await TimelineTable.LoadOverdueAsync(db, shard, Present.Now(clock), BatchSize, except, ct);
        if (rows.Count == 0) return null;
        var present = await Present.OfAsync(db, rules, rows, clock, ct);
        var change = projector.Refold(present.Stored, present.ConditionsOf);
        await SaveAsync(db, partition, shard, change, ct);
        await Passed("before commit");
        await transaction.CommitAsync(ct);
        await Passed("after commit");
        return change;
    }

    private async Task SaveAsync(NpgsqlConnection db, int partition, int shard, BatchChange change, CancellationToken ct)
    {
        await TimelineTable.MoveAsync(db, shard, change.Streams, ct);
        await FactTable.ReplaceAsync(db, shard, change.Streams, ct);
        await Passed("facts");
        await CellTable.AddAsync(db, shard, change.Cells, ct);
        await Passed("cells");
        await Outbox.AddAsync(db, change, ct);
        await Passed("notices");
        await using var revision = new NpgsqlCommand(RevisionSql, db) { Parameters = { new() { Value = partition } } };
        await revision.ExecuteNonQueryAsync(ct);
    }

    private Task Passed(string step) => checkpoint?.Invoke(step) ?? Task.CompletedTask;
}
