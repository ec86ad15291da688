using System.Security.Cryptography;
using KpiPlatform.Aggregator.Storage;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>The list of who was erased, in the database.</summary>
internal static class ErasureTable
{
    /// <summary>How long an event may have been on its way and still be recognised as one of before.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    private static readonly string RememberSql = SqlFile.Read("Erasing.Sql.remember_erasure");
    private static readonly string ResolveSql = SqlFile.Read("Erasing.Sql.resolve_marks");

    /// <summary>Writes people down; returns, by mark, what their pseudonyms are to be made with.</summary>
    public static async Task<Dictionary<string, byte[]>> RememberAsync(NpgsqlConnection db, string workspace, byte[][] marks, DateTimeOffset at, CancellationToken ct)
    {
        var secrets = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var remember = new NpgsqlCommand(RememberSql, db)
        {
            Parameters =
            {
                new() { Value = workspace }, new() { Value = marks },
                new() { Value = at.UtcDateTime }, new() { Value = (at + Remembered).UtcDateTime }, new() { Value = RandomNumberGenerator.GetBytes(32) },
            },
        };
        await using var rows = await remember.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) secrets[Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(0))] = rows.GetFieldValue<byte[]>(1);
        return secrets;
    }

    /// <summary>From now on nobody can make the pseudonyms again. Samples of the columns, which the server keeps for its planner, are made anew.</summary>
    public static async Task ForgetHowAsync(NpgsqlConnection db, string workspace, byte[][] marks, CancellationToken ct)
    {
        await using var forget = new NpgsqlCommand("update erasures set secret = null where workspace = $1 and mark = any ($2)", db)
        {
            Parameters = { new() { Value = workspace }, new() { Value = marks } },
        };
        await forget.ExecuteNonQueryAsync(ct);
        await using var analyze = new NpgsqlCommand("analyze log, timelines, facts, quarantine, notices", db) { CommandTimeout = 0 };
        await analyze.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Deletes what nothing on its way can be of any more.</summary>
    public static async Task SweepAsync(NpgsqlConnection db, DateTimeOffset now, CancellationToken ct)
    {
        await using var sweep = new NpgsqlCommand("delete from erasures where until < $1 and secret is null", db) { Parameters = { new() { Value = now.UtcDateTime } } };
        await sweep.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Who is on the list.</summary>
    public static async Task<List<Erased>> ReadAsync(NpgsqlConnection db, CancellationToken ct)
    {
        var people = new List<Erased>();
        await using var all = new NpgsqlCommand("select workspace, mark, at, until from erasures order by number", db);
        await using var rows = await all.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            people.Add(new(rows.GetString(0), Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(1)), rows.GetFieldValue<DateTimeOffset>(2), rows.GetFieldValue<DateTimeOffset>(3)));
        return people;
    }

    /// <summary>The keyed hashes in the log and in quarantine that have these marks: all of both is read.</summary>
    public static async Task<List<string>> ResolveAsync(NpgsqlConnection db, string workspace, IEnumerable<string> marks, CancellationToken ct)
    {
        var hashes = new List<string>();
        await using var resolve = new NpgsqlCommand(ResolveSql, db)
        {
            CommandTimeout = 0,
            Parameters = { new() { Value = workspace }, new() { Value = marks.Select(Convert.FromHexString).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea } },
        };
        await using var rows = await resolve.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) hashes.Add(rows.GetString(0));
        return hashes;
    }
}
