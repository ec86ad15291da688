using KpiPlatform.Kpis;
using Npgsql;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>Which definitions the stored projections were made by. When the program's differ, it must not add to them.</summary>
internal static class StoredDefinitions
{
    private const string ReadSql = "select fingerprint, coalesce(version, 0), coalesce(measures, '{}') from catalogue";
    private const string ClaimSql = "update partitions set definitions = $1 where definitions is null";
    private static readonly string WriteSql = SqlFile.Read("Storage.Sql.write_catalogue");

    /// <summary>Null in a new database.</summary>
    public static async Task<DefinitionSet?> ReadAsync(NpgsqlConnection db, CancellationToken ct)
    {
        await using var read = new NpgsqlCommand(ReadSql, db);
        await using var rows = await read.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? new(rows.GetString(0), rows.GetInt32(1), rows.GetFieldValue<string[]>(2)) : null;
    }

    /// <summary>Says whose they are; a rebuild does it in the transaction that puts its build in place.</summary>
    public static async Task WriteAsync(NpgsqlConnection db, DefinitionSet definitions, CancellationToken ct)
    {
        await using var write = new NpgsqlCommand(WriteSql, db)
        {
            Parameters = { new() { Value = definitions.Fingerprint }, new() { Value = definitions.Version }, new() { Value = definitions.Measures.ToArray() } },
        };
        await write.ExecuteNonQueryAsync(ct);
        await using var claim = new NpgsqlCommand(ClaimSql, db) { Parameters = { new() { Value = definitions.Fingerprint } } };
        await claim.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>The projections are made by other definitions than this program's: another release has taken over. Nothing was written.</summary>
internal sealed class SupersededException(int partition) : Exception(
    $"Partition {partition} is projected by another release's definitions now. This program adds nothing to it; ./kpi rebuild, run by this release, would take the projections back.");
