using System.Buffers;
using KpiPlatform.Kpis.Cells;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>Adds changes to cells: loads those that exist, merges, writes back. The partition's lock makes that safe.</summary>
internal static class CellTable
{
    private static readonly string LoadSql = SqlFile.Read("Storage.Sql.load_cells");
    private static readonly string SaveSql = SqlFile.Read("Storage.Sql.save_cells");
    private static readonly string DropSql = SqlFile.Read("Storage.Sql.drop_cells");

    public static async Task AddAsync(NpgsqlConnection db, int shard, IReadOnlyDictionary<CellKey, Tallies> changes, CancellationToken ct)
    {
        if (changes.Count == 0) return;
        KeyValuePair<CellKey, Tallies>[] cells = [.. changes.OrderBy(c => c.Key, CellOrder.Instance)];
        var existed = await MergeStoredAsync(db, shard, cells, ct);
        var kept = Array.FindAll(cells, c => !c.Value.IsEmpty);
        if (kept.Length > 0)
        {
            var buffer = new ArrayBufferWriter<byte>(4096);
            await using var save = Command(db, SaveSql, shard, kept);
            save.Parameters.Add(new() { Value = Array.ConvertAll(kept, c => c.Value.Encode(buffer)), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
            await save.ExecuteNonQueryAsync(ct);
        }

        if (kept.Length == cells.Length || existed == 0) return;
        await using var drop = Command(db, DropSql, shard, Array.FindAll(cells, c => c.Value.IsEmpty));
        await drop.ExecuteNonQueryAsync(ct);
    }

    private static async Task<int> MergeStoredAsync(NpgsqlConnection db, int shard, KeyValuePair<CellKey, Tallies>[] cells, CancellationToken ct)
    {
        var existed = 0;
        await using var load = Command(db, LoadSql, shard, cells);
        await using var rows = await load.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            cells[rows.GetInt64(0) - 1].Value.AddEncoded(rows.GetFieldValue<byte[]>(1));
            existed++;
        }

        return existed;
    }

    private static NpgsqlCommand Command(NpgsqlConnection db, string sql, int shard, KeyValuePair<CellKey, Tallies>[] cells) => new(sql, db)
    {
        Parameters =
        {
            new() { Value = shard },
            new() { Value = Array.ConvertAll(cells, c => c.Key.Workspace) },
            new() { Value = Array.ConvertAll(cells, c => (short)c.Key.Cut) },
            new() { Value = Array.ConvertAll(cells, c => (short)c.Key.Grain) },
            new() { Value = Array.ConvertAll(cells, c => c.Key.Bucket.UtcDateTime) },
            new() { Value = Array.ConvertAll(cells, c => c.Key.Value) },
        },
    };

    /// <summary>The order of the table's key, so that neighbours are written together.</summary>
    private sealed class CellOrder : IComparer<CellKey>
    {
        public static readonly CellOrder Instance = new();

        public int Compare(CellKey a, CellKey b)
        {
            var order = string.CompareOrdinal(a.Workspace, b.Workspace);
            if (order == 0) order = a.Cut.CompareTo(b.Cut);
            if (order == 0) order = a.Grain.CompareTo(b.Grain);
            if (order == 0) order = a.Bucket.CompareTo(b.Bucket);
            return order == 0 ? string.CompareOrdinal(a.Value, b.Value) : order;
        }
    }
}
