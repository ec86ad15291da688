using KpiPlatform.Aggregator.Storage;
using Npgsql;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>The streams that were let go of, and what is left of them in the log.</summary>
internal static class RetiredTable
{
    private const int RowsAtOnce = 20_000;
    private const string DigestSql = "update partitions set archive_digest = $2, archived_until = greatest(archived_until, $3), revision = revision + 1 where partition = $1";
    private const string InLogSql = "select stream, last_at, goes_on from retired where partition = $1 and in_log";
    private const string AnySql = "select exists (select from retired where partition = $1)";
    private const string AmongSql = "select stream, last_at, goes_on from retired where partition = $1 and stream = any ($2)";
    private const string DoneSql = "update retired r set in_log = false from unnest($2::uuid[], $3::timestamptz[]) as d (stream, last_at) where r.partition = $1 and r.stream = d.stream and r.last_at = d.last_at";
    private static readonly string AddSql = SqlFile.Read("Retaining.Sql.add_retired");
    private static readonly string SweepSql = SqlFile.Read("Retaining.Sql.sweep_log");

    public static async Task AddAsync(NpgsqlConnection db, int partition, IReadOnlyList<Retired> streams, byte[] digest, DateTimeOffset until, CancellationToken ct)
    {
        await ExecuteAsync(db, AddSql, ct, partition, Keys(streams), Times(streams), streams.Select(s => s.GoesOn).ToArray());
        await ExecuteAsync(db, DigestSql, ct, partition, digest, until.UtcDateTime);
    }

    /// <summary>Streams with rows in the log that count no more.</summary>
    public static Task<Dictionary<Guid, Retired>> InLogAsync(NpgsqlConnection db, int partition, CancellationToken ct) => ReadAsync(db, InLogSql, ct, partition);

    /// <summary>Those of some streams that were let go of.</summary>
    public static async Task<Dictionary<Guid, Retired>> AmongAsync(NpgsqlConnection db, int partition, Func<Guid[]> streams, CancellationToken ct)
    {
        await using var any = new NpgsqlCommand(AnySql, db) { Parameters = { new() { Value = partition } } };
        return (bool)(await any.ExecuteScalarAsync(ct))! ? await ReadAsync(db, AmongSql, ct, partition, streams()) : [];
    }

    /// <summary>Deletes what the log still has of streams that were let go of, also by a pass that was cut off; returns how many rows that were.</summary>
    public static async Task<long> SweepAsync(NpgsqlConnection db, int partition, Func<string, Task>? checkpoint, CancellationToken ct)
    {
        Retired[] streams = [.. (await InLogAsync(db, partition, ct)).Values];
        if (streams.Length == 0) return 0;
        await using var last = new NpgsqlCommand("select last_seq from partitions where partition = $1", db) { Parameters = { new() { Value = partition } } };
        var (upTo, deleted) = ((long)(await last.ExecuteScalarAsync(ct))!, 0L);
        for (long behind = 0; behind < upTo; behind += RowsAtOnce)
        {
            deleted += await ExecuteAsync(db, SweepSql, ct, partition, behind, behind + RowsAtOnce, Keys(streams), Times(streams));
            if (checkpoint is not null) await checkpoint("swept");
        }

        await ExecuteAsync(db, DoneSql, ct, partition, Keys(streams), Times(streams));
        return deleted;
    }

    private static Guid[] Keys(IReadOnlyList<Retired> streams) => [.. streams.Select(s => s.Key)];

    private static DateTime[] Times(IReadOnlyList<Retired> streams) => [.. streams.Select(s => s.LastAt.UtcDateTime)];

    private static async Task<Dictionary<Guid, Retired>> ReadAsync(NpgsqlConnection db, string sql, CancellationToken ct, params object[] parameters)
    {
        var streams = new Dictionary<Guid, Retired>();
        await using var read = new NpgsqlCommand(sql, db);
        foreach (var value in parameters) read.Parameters.Add(new() { Value = value });
        await using var rows = await read.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) streams[rows.GetGuid(0)] = new(rows.GetGuid(0), rows.GetFieldValue<DateTimeOffset>(1), rows.GetBoolean(2));
        return streams;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection db, string sql, CancellationToken ct, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, db) { CommandTimeout = 0 };
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(ct);
    }
}
