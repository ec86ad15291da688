using Npgsql;

namespace KpiPlatform.Aggregator.Rebuilding;

/// <summary>Builds of the projections that nobody reads: an earlier one after a swap, or what a rebuild left that did not end.</summary>
internal static class Shards
{
    private const int RowsAtATime = 20_000;

    /// <summary>Deletes their rows, some at a time so that no transaction is long.</summary>
    public static async Task DropUnusedAsync(NpgsqlConnection db, CancellationToken ct)
    {
        foreach (var table in (string[])["timelines", "cells", "facts"])
        {
            var sql = $"delete from {table} where ctid = any (array(select ctid from {table} where shard not in (select shard from partitions union all select archive from partitions where archive is not null) limit {RowsAtATime}))";
            await using var drop = new NpgsqlCommand(sql, db) { CommandTimeout = 0 };
            while (await drop.ExecuteNonQueryAsync(ct) == RowsAtATime)
            {
            }
        }
    }
}
