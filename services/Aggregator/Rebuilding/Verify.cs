using System.Data;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using Npgsql;

namespace KpiPlatform.Aggregator.Rebuilding;

/// <summary>What a verification found in one partition: the digests of what is stored and of what the log gives.</summary>
internal sealed record PartitionVerdict(int Partition, long Events, int Streams, int Cells, long Facts, string Stored, string FromLog)
{
    public bool Agrees => Stored == FromLog;
}

/// <summary>
/// Computes every timeline, fact and cell of a partition from the log, from nothing, and compares digests with what is stored, all in one
/// snapshot while events go on. The digest depends on the set of events and on the conditions each stream was last folded under, not on order or
/// batches.
/// </summary>
internal sealed class Verify(NpgsqlDataSource database, Catalogue catalogue)
{
    private const int BatchSize = 5000;
    private static readonly Conditions Unknown = new(Rules.None, DateTimeOffset.MinValue);
    private readonly RulesTable rules = new();

    public async Task<List<PartitionVerdict>> RunAsync(CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        await using var snapshot = await db.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var verdicts = new List<PartitionVerdict>();
        foreach (var (partition, shard) in await PartitionsAsync(db, ct)) verdicts.Add(await VerifyAsync(db, partition, shard, ct));
        return verdicts;
    }

    private async Task<PartitionVerdict> VerifyAsync(NpgsqlConnection db, int partition, int shard, CancellationToken ct)
    {
        var (streams, count) = await StreamsAsync(db, partition, ct);
        var conditions = await ConditionsAsync(db, shard, ct);
        var fromLog = new BatchProjector(catalogue).Project(streams, new Dictionary<Guid, StreamState>(), (key, _) => conditions.GetValueOrDefault(key, Unknown));
        var expected = new ProjectionDigest();
        foreach (var stream in fromLog.Streams) expected.Add(stream);
        foreach (var (key, tallies) in fromLog.Cells.Where(c => !c.Value.IsEmpty)) expected.Add(key, tallies.Encode());
        var stored = await StoredDigest.ReadAsync(db, shard, ct);
        var archive = await ArchiveDigest.ReadAsync(db, partition, catalogue, ct);
        return new PartitionVerdict(
            partition, count, fromLog.Streams.Count, fromLog.Cells.Count, fromLog.Streams.Sum(s => (long)s.Facts.Added.Count), stored + archive.Stored, expected + archive.Expected);
    }

    /// <summary>The conditions that each stream's facts were made under: in the middle of a recalculation they are not all the same.</summary>
    private async Task<Dictionary<Guid, Conditions>> ConditionsAsync(NpgsqlConnection db, int shard, CancellationToken ct)
    {
        var stored = new List<(Guid Key, string Workspace, long Version, DateTimeOffset AsOf)>();
        await using (var read = new NpgsqlCommand("select stream, workspace, rules_version, as_of from timelines where shard = $1", db) { Parameters = { new() { Value = shard } }, CommandTimeout = 0 })
        await using (var rows = await read.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct)) stored.Add((rows.GetGuid(0), rows.GetString(1), rows.GetInt64(2), rows.GetFieldValue<DateTimeOffset>(3)));
        }

        var book = await rules.WithAsync(db, await rules.NewestAsync(db, ct), stored.Select(s => (s.Workspace, s.Version)), ct);
        return stored.ToDictionary(s => s.Key, s => new Conditions(book.Of(s.Workspace, s.Version), s.AsOf));
    }

    private static async Task<(SortedDictionary<Guid, List<CanonicalEvent>> Streams, long Count)> StreamsAsync(NpgsqlConnection db, int partition, CancellationToken ct)
    {
        var all = new List<CanonicalEvent>();
        for (long behind = 0; ;)
        {
            var (events, lastSeq) = await Log.ReadAsync(db, partition, behind, BatchSize, ct);
            if (events.Count == 0) return (BatchProjector.ByStream(all), all.Count);
            all.AddRange(events);
            behind = lastSeq;
        }
    }

    private static async Task<List<(int Partition, int Shard)>> PartitionsAsync(NpgsqlConnection db, CancellationToken ct)
    {
        var partitions = new List<(int, int)>();
        await using var list = new NpgsqlCommand("select partition, shard from partitions order by partition", db);
        await using var rows = await list.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) partitions.Add((rows.GetInt32(0), rows.GetInt32(1)));
        return partitions;
    }
}
