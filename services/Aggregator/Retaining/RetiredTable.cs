using KpiPlatform.Aggregator.Storage;
using Npgsql;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>The keys of the streams that were let go of, and what is left of them in the log.</summary>
internal static class RetiredTable
{
    private const string AddSql = "insert into retired (partition, stream) select $1, s from unnest($2::uuid[]) s";
    private const string DigestSql = "update partitions set archive_digest = $2, revision = revision + 1 where partition = $1";
    private const string InLogSql = "select stream from retired where partition = $1 and in_log";
    private const string AnySql = "select exists (select from retired where partition = $1)";
    private const string AmongSql = "select stream from retired where partition = $1 and stream = any ($2)";
    private const string DoneSql = "update retired set in_log = false where partition = $1 and stream = any ($2)";
    private static readonly string SweepSql = SqlFile.Read("Retaining.Sql.sweep_log");

    public static async Task AddAsync(NpgsqlConnection db, int partition, Guid[] streams, byte[] digest, CancellationToken ct)
    {
        await ExecuteAsync(db, AddSql, ct, partition, streams);
        await ExecuteAsync(db, DigestSql, ct, partition, digest);
    }

    /// <summary>Streams whose rows are in the log and count no more.</summary>
    public static Task<HashSet<Guid>> InLogAsync(NpgsqlConnection db, int partition, CancellationToken ct) => KeysAsync(db, InLogSql, ct, partition);

    /// <summary>Those of some streams that were let go of.</summary>
    public static async Task<HashSet<Guid>> AmongAsync(NpgsqlConnection db, int partition, Func<Guid[]> streams, CancellationToken ct)
    {
        await using var any = new NpgsqlCommand(AnySql, db) { Parameters = { new() { Value = partition } } };
        return (bool)(await any.ExecuteScalarAsync(ct))! ? await KeysAsync(db, AmongSql, ct, partition, streams()) : [];
    }

    /// <summary>Deletes the rows of some streams between two numbers of a partition.</summary>
    public static Task<int> SweepAsync(NpgsqlConnection db, int partition, long behind, long upTo, Guid[] streams, CancellationToken ct) =>
        ExecuteAsync(db, SweepSql, ct, partition, behind, upTo, streams);

    /// <summary>None of these has a row in the log any more.</summary>
    public static Task SweptAsync(NpgsqlConnection db, int partition, Guid[] streams, CancellationToken ct) => ExecuteAsync(db, DoneSql, ct, partition, streams);

    private static async Task<HashSet<Guid>> KeysAsync(NpgsqlConnection db, string sql, CancellationToken ct, params object[] parameters)
    {
        var keys = new HashSet<Guid>();
        await using var read = new NpgsqlCommand(sql, db);
        foreach (var value in parameters) read.Parameters.Add(new() { Value = value });
        await using var rows = await read.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) keys.Add(rows.GetGuid(0));
        return keys;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection db, string sql, CancellationToken ct, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, db) { CommandTimeout = 0 };
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(ct);
    }
}
