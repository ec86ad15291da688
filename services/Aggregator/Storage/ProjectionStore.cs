using KpiPlatform.Aggregator.Erasing;
using KpiPlatform.Aggregator.Notices;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Retaining;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using Npgsql;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>
/// The one transaction: load, drop what is known, fold and diff, append to the log, save timelines, facts and cells, commit. After a crash at
/// any point the same events come again; either nothing was written or all of it was, and then they are known.
/// </summary>
/// <param name="database">The projections' database.</param>
/// <param name="catalogue">What is measured.</param>
/// <param name="rules">What the workspaces have decided.</param>
/// <param name="clock">What time it is: asked once a batch.</param>
/// <param name="checkpoint">Called between the statements with the name of what was done last; tests crash here.</param>
internal sealed class ProjectionStore(NpgsqlDataSource database, Catalogue catalogue, RulesTable rules, TimeProvider clock, Func<string, Task>? checkpoint = null)
{
    private static readonly string LockSql = SqlFile.Read("Storage.Sql.lock_partition");
    private static readonly string AdvanceSql = SqlFile.Read("Storage.Sql.advance_partition");
    private readonly BatchProjector projector = new(catalogue);
    private readonly LateTraces late = new();

    /// <summary>What this program projects by.</summary>
    public DefinitionSet Definitions { get; } = DefinitionSet.Of(catalogue);

    /// <summary>Counts events of one partition, those that are new; returns what changed. Events that break the projection are parked in quarantine.</summary>
    public async Task<BatchChange> ProjectAsync(int partition, IReadOnlyList<CanonicalEvent> events, CancellationToken ct, bool parkFailures = true)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        await using var transaction = await db.BeginTransactionAsync(ct);
        var (shard, lastSeq) = await LockAsync(db, partition, Definitions, ct);
        await Passed("lock");
        events = await LateForRetired.WithoutAsync(db, partition, await WithoutErasedAsync(db, events, ct), ct);
        var change = await ApplyAsync(db, shard, events, ct);
        if (change.Streams.Count > 0)
        {
            lastSeq = await Log.AppendAsync(db, partition, lastSeq, change.Streams.SelectMany(s => s.New), ct);
            await Passed("log");
            await AdvanceAsync(db, partition, lastSeq, events, ct);
            await Outbox.AddAsync(db, change, ct);
        }

        if (parkFailures) await Quarantine.AddAsync(db, partition, change.Failures, ct);
        await Passed("before commit");
        await transaction.CommitAsync(ct);
        await Passed("after commit");
        return change;
    }

    /// <summary>Projects events into a shard inside the caller's transaction, without touching the log: a rebuild is just this.</summary>
    public async Task<BatchChange> ApplyAsync(NpgsqlConnection db, int shard, IReadOnlyList<CanonicalEvent> events, CancellationToken ct)
    {
        var arrived = BatchProjector.ByStream(events);
        var stored = await TimelineTable.LoadAsync(db, shard, [.. arrived.Keys], ct);
        var present = await Present.OfAsync(db, rules, stored, clock, ct);
        await Passed("load");
        var change = projector.Project(arrived, present.Stored, present.ConditionsOf);
        if (change.Streams.Count == 0) return change;
        await TimelineTable.SaveAsync(db, shard, change.Streams, ct);
        await Passed("timelines");
        await FactTable.ReplaceAsync(db, shard, change.Streams, ct);
        await Passed("facts");
        await CellTable.AddAsync(db, shard, change.Cells, ct);
        await Passed("cells");
        return change;
    }

    /// <summary>The events that may be kept: what arrives late must not bring back who was erased.</summary>
    internal Task<IReadOnlyList<CanonicalEvent>> WithoutErasedAsync(NpgsqlConnection db, IReadOnlyList<CanonicalEvent> events, CancellationToken ct) =>
        late.WithoutAsync(db, events, Present.Now(clock), ct);

    /// <summary>Takes the partition for the rest of the transaction.</summary>
    /// <param name="mine">By which the caller is going to write; null when it does not add to what is there.</param>
    /// <exception cref="SupersededException">The partition's build was made by other definitions.</exception>
    internal static async Task<(int Shard, long LastSeq)> LockAsync(NpgsqlConnection db, int partition, DefinitionSet? mine, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand(LockSql, db) { Parameters = { new() { Value = partition } } };
        await using var rows = await take.ExecuteReaderAsync(ct);
        if (!await rows.ReadAsync(ct)) throw new Schema.SetUpException($"The database has no partition {partition}: it was set up for fewer. Run migrate with the right KPI_PARTITIONS.");
        var others = !await rows.IsDBNullAsync(2, ct) && mine is not null && rows.GetString(2) != mine.Fingerprint;
        return others ? throw new SupersededException(partition) : (rows.GetInt32(0), rows.GetInt64(1));
    }

    private static async Task AdvanceAsync(NpgsqlConnection db, int partition, long lastSeq, IReadOnlyList<CanonicalEvent> events, CancellationToken ct)
    {
        await using var advance = new NpgsqlCommand(AdvanceSql, db)
        {
            Parameters =
            {
                new() { Value = partition },
                new() { Value = lastSeq },
                new() { Value = events.Max(e => e.Time).UtcDateTime },
                new() { Value = events.Max(e => e.ReceivedAt).UtcDateTime },
            },
        };
        await advance.ExecuteNonQueryAsync(ct);
    }

    private Task Passed(string step) => checkpoint?.Invoke(step) ?? Task.CompletedTask;
}
