using KpiPlatform.Aggregator.Storage;
using Npgsql;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>What is done to a partition's own row, and to streams that are no more.</summary>
internal static class PartitionRows
{
    private static readonly string DropTimelinesSql = SqlFile.Read("Erasing.Sql.drop_timelines");

    public static async Task<List<int>> AllAsync(NpgsqlConnection db, CancellationToken ct)
    {
        var partitions = new List<int>();
        await using var list = new NpgsqlCommand("select partition from partitions order by partition", db);
        await using var rows = await list.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) partitions.Add(rows.GetInt32(0));
        return partitions;
    }

    public static async Task DropTimelinesAsync(NpgsqlConnection db, int shard, Guid[] streams, CancellationToken ct)
    {
        await using var drop = new NpgsqlCommand(DropTimelinesSql, db) { Parameters = { new() { Value = shard }, new() { Value = streams } } };
        await drop.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Tells readers that there is something new, though no event came.</summary>
    public static async Task ReviseAsync(NpgsqlConnection db, int partition, CancellationToken ct)
    {
        await using var revise = new NpgsqlCommand("update partitions set revision = revision + 1 where partition = $1", db) { Parameters = { new() { Value = partition } } };
        await revise.ExecuteNonQueryAsync(ct);
    }
}
