using KpiPlatform.Aggregator.Storage;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>Parked events in which a person's keyed hash stands.</summary>
internal static class QuarantineTraces
{
    private static readonly string FindSql = SqlFile.Read("Erasing.Sql.find_quarantined");
    private static readonly string RewriteSql = SqlFile.Read("Erasing.Sql.rewrite_quarantine");

    public static async Task<List<(long Id, string Event, string Reason)>> FindAsync(NpgsqlConnection db, Wanted wanted, CancellationToken ct)
    {
        var found = new List<(long, string, string)>();
        await using var find = new NpgsqlCommand(FindSql, db)
        {
            Parameters = { new() { Value = wanted.Workspace }, new() { Value = wanted.Patterns }, new() { Value = wanted.Limit, NpgsqlDbType = NpgsqlDbType.TimestampTz } },
        };
        await using var rows = await find.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) found.Add((rows.GetInt64(0), rows.GetString(1), rows.GetString(2)));
        return found;
    }

    /// <summary>Returns how many there were.</summary>
    public static async Task<int> RewriteAsync(NpgsqlConnection db, Wanted wanted, Pseudonyms names, CancellationToken ct)
    {
        var found = await FindAsync(db, wanted, ct);
        await using var rewrite = new NpgsqlCommand(RewriteSql, db)
        {
            Parameters =
            {
                new() { Value = found.Select(q => q.Id).ToArray() },
                new() { Value = found.Select(q => names.In(q.Event)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
                new() { Value = found.Select(q => names.In(q.Reason)).ToArray() },
            },
        };
        await rewrite.ExecuteNonQueryAsync(ct);
        return found.Count;
    }
}
