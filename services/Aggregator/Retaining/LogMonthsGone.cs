using Npgsql;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>The log's months of which nothing is left.</summary>
internal static class LogMonthsGone
{
    private const string ListSql = """
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'log'::regclass and c.relname ~ '^log_\d{4}_\d{2}$' and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' < $1
        """;

    /// <summary>Drops those that are empty and all before an instant. One that is being read is left for the next time.</summary>
    public static async Task DropAsync(NpgsqlConnection db, DateTimeOffset before, CancellationToken ct)
    {
        foreach (var month in await ListAsync(db, before, ct))
        {
            await using var transaction = await db.BeginTransactionAsync(ct);
            try
            {
                await ExecuteAsync(db, "set local lock_timeout = '2s'", ct);
                if (await HasRowsAsync(db, month, ct)) continue;
                await ExecuteAsync(db, $"lock table log, {month} in access exclusive mode", ct);
                if (await HasRowsAsync(db, month, ct)) continue;
                await ExecuteAsync(db, $"drop table {month}", ct);
                await transaction.CommitAsync(ct);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                return;
            }
        }
    }

    private static async Task<List<string>> ListAsync(NpgsqlConnection db, DateTimeOffset before, CancellationToken ct)
    {
        var months = new List<string>();
        await using var list = new NpgsqlCommand(ListSql, db) { Parameters = { new() { Value = before.UtcDateTime } } };
        await using var rows = await list.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) months.Add(rows.GetString(0));
        return months;
    }

    private static async Task<bool> HasRowsAsync(NpgsqlConnection db, string month, CancellationToken ct)
    {
        await using var any = new NpgsqlCommand($"select exists (select from {month})", db);
        return (bool)(await any.ExecuteScalarAsync(ct))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection db, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, db);
        await command.ExecuteNonQueryAsync(ct);
    }
}
