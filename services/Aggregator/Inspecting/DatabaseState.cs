using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Aggregator.Storage;
using Npgsql;

namespace KpiPlatform.Aggregator.Inspecting;

/// <summary>The database server, looked at once. Texts are null where there is nothing to tell.</summary>
/// <param name="Clock">The server's, less this machine's.</param>
/// <param name="ArchivingFails">The last try to archive a file of the write-ahead log failed.</param>
internal sealed record ServerState(
    bool IsStandby, bool IsReadOnly, long Connections, long MostConnections, TimeSpan Clock, long Bytes, bool Archives, bool ArchivingFails, long ArchiveFailures,
    DateTime? ArchivedAt, string? IdleSlots, string? OldTransactions, string? OldPrepared, string? Waits, bool HasTables);

/// <summary>What the platform keeps in it.</summary>
/// <param name="CountedUntil">By partition: when what was counted last had arrived.</param>
/// <param name="Definitions">Fingerprints of what the projections were made by.</param>
internal sealed record TablesState(long Quarantined, DateTime? QuarantinedSince, string? Definitions, IReadOnlyList<DateTime?> CountedUntil, IReadOnlyList<DateTime?> CommittedAt);

/// <param name="Trouble">Why nothing could be asked.</param>
/// <param name="Migrations">Those it has had; none when it is empty.</param>
/// <param name="Tables">Null while it is not migrated to this program's schema.</param>
internal sealed record DatabaseState(NpgsqlException? Trouble, ServerState? Server, IReadOnlyList<string> Migrations, TablesState? Tables)
{
    private static readonly string ServerSql = SqlFile.Read("Inspecting.Sql.inspect_server");
    private static readonly string TablesSql = SqlFile.Read("Inspecting.Sql.inspect_tables");

    /// <summary>Asks on a connection of its own, so that a full pool of others does not matter, and changes nothing.</summary>
    public static async Task<DatabaseState> LookAsync(string connectionString, int patienceSeconds, TimeProvider clock)
    {
        var own = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = patienceSeconds, CommandTimeout = patienceSeconds, ApplicationName = "kpi inspect" };
        try
        {
            await using var db = new NpgsqlConnection(own.ConnectionString);
            await db.OpenAsync();
            var server = await ServerAsync(db, clock);
            var migrations = server.HasTables ? await MigrationsAsync(db) : [];
            return new(null, server, migrations, migrations.Contains(Migrator.Newest) ? await TablesAsync(db) : null);
        }
        catch (NpgsqlException e)
        {
            return new(e, null, [], null);
        }
        catch (TimeoutException e)
        {
            return new(new NpgsqlException("it does not answer", e), null, [], null);
        }
    }

    private static async Task<ServerState> ServerAsync(NpgsqlConnection db, TimeProvider clock)
    {
        await using var ask = new NpgsqlCommand(ServerSql, db);
        var before = clock.GetUtcNow();
        await using var row = await ask.ExecuteReaderAsync();
        await row.ReadAsync();
        var here = before + ((clock.GetUtcNow() - before) / 2);
        return new(
            row.GetBoolean(0), row.GetBoolean(1), row.GetInt64(2), row.GetInt64(3), row.GetFieldValue<DateTimeOffset>(4) - here, row.GetInt64(5), row.GetBoolean(6), row.GetBoolean(7),
            row.GetInt64(8), row.IsDBNull(9) ? null : row.GetDateTime(9), Text(row, 10), Text(row, 11), Text(row, 12), Text(row, 13), row.GetBoolean(14));
    }

    private static async Task<TablesState> TablesAsync(NpgsqlConnection db)
    {
        await using var ask = new NpgsqlCommand(TablesSql, db);
        await using var row = await ask.ExecuteReaderAsync();
        await row.ReadAsync();
        return new(
            row.GetInt64(0), row.IsDBNull(1) ? null : row.GetDateTime(1), Text(row, 2),
            row.IsDBNull(3) ? [] : row.GetFieldValue<DateTime?[]>(3), row.IsDBNull(4) ? [] : row.GetFieldValue<DateTime?[]>(4));
    }

    private static async Task<string[]> MigrationsAsync(NpgsqlConnection db)
    {
        await using var ask = new NpgsqlCommand("""select coalesce(array_agg("MigrationId"::text order by "MigrationId"), '{}') from "__EFMigrationsHistory" """, db);
        return (string[])(await ask.ExecuteScalarAsync())!;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
