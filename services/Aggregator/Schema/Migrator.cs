using System.Globalization;
using System.Reflection;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Platform.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace KpiPlatform.Aggregator.Schema;

/// <summary>Brings a database to this program's schema. Any number may run at once: one works, the others wait and find it done.</summary>
internal sealed class Migrator(string connectionString, int partitions, TimeProvider clock)
{
    private const long Lock = 0x6b7069; // "kpi"
    internal static readonly string Newest = typeof(SqlMigration).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(SqlMigration)))
        .Select(t => t.GetCustomAttribute<MigrationAttribute>()!.Id).Max(StringComparer.Ordinal)!;

    private readonly string primary = Primary.Settings(connectionString).ConnectionString;
    private static readonly string PartitionsSql = SqlFile.Read("Schema.Sql.partitions");
    private static readonly string MonthSql = SqlFile.Read("Schema.Sql.log_month");

    /// <exception cref="SetUpException">The database was set up for another number of partitions.</exception>
    public async Task MigrateAsync(CancellationToken ct)
    {
        // A session of its own: a pooled one would keep the lock when it is given back.
        await using var guard = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(primary) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await guard.OpenAsync(ct);
        await ExecuteAsync(guard, $"select pg_advisory_lock({Lock})", ct);
        await using var schema = new SchemaContext(new DbContextOptionsBuilder<SchemaContext>().UseNpgsql(primary).Options);
        await schema.Database.MigrateAsync(ct);
        await AddPartitionsAsync(guard, ct);
        await AddLogMonthsAsync(guard, clock.GetUtcNow(), ct);
    }

    /// <exception cref="NotMigratedException">The database does not have all that this program needs.</exception>
    public static async Task CheckAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var ask = database.CreateCommand("""select exists (select from "__EFMigrationsHistory" where "MigrationId" = $1)""");
        ask.Parameters.Add(new() { Value = Newest });
        try
        {
            if (await ask.ExecuteScalarAsync(ct) is true) return;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // Nothing was ever migrated there.
        }

        throw new NotMigratedException($"the database is not migrated to {Newest}; run migrate");
    }

    /// <summary>Makes the log's partitions for this month and the next three. Rows that came earlier are in the default partition and stay there.</summary>
    public static async Task AddLogMonthsAsync(NpgsqlConnection db, DateTimeOffset now, CancellationToken ct)
    {
        var month = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var end = month.AddMonths(4); month < end; month = month.AddMonths(1))
        {
            var sql = MonthSql
                .Replace("{name}", month.ToString("'log_'yyyy'_'MM", CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{from}", month.ToString("yyyy-MM-dd'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{to}", month.AddMonths(1).ToString("yyyy-MM-dd'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal);
            await ExecuteAsync(db, sql, ct);
        }
    }

    private async Task AddPartitionsAsync(NpgsqlConnection db, CancellationToken ct)
    {
        await using var add = new NpgsqlCommand(PartitionsSql, db) { Parameters = { new() { Value = partitions } } };
        var there = (long)(await add.ExecuteScalarAsync(ct))!;
        if (there != partitions) throw new SetUpException($"The database was set up with {there} partitions, KPI_PARTITIONS says {partitions}. It cannot change once events have been taken.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection db, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, db);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>The schema is older than this program; migrating helps.</summary>
internal sealed class NotMigratedException(string message) : OperatorException(message);

/// <summary>The database and the settings do not belong together; waiting does not help.</summary>
internal sealed class SetUpException(string message) : OperatorException(message);
