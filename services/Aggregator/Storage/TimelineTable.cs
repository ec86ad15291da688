using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Kpis.Tickets;
using Npgsql;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>The streams' timelines.</summary>
internal static class TimelineTable
{
    private static readonly string LoadSql = SqlFile.Read("Storage.Sql.load_timelines");
    private static readonly string SaveSql = SqlFile.Read("Storage.Sql.save_timelines");

    public static async Task<Dictionary<Guid, Timeline>> LoadAsync(NpgsqlConnection db, int shard, Guid[] streams, CancellationToken ct)
    {
        var timelines = new Dictionary<Guid, Timeline>(streams.Length);
        await using var load = new NpgsqlCommand(LoadSql, db) { Parameters = { new() { Value = shard }, new() { Value = streams } } };
        await using var rows = await load.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) timelines.Add(rows.GetGuid(0), TimelineCodec.Decode(rows.GetFieldValue<byte[]>(1)));
        return timelines;
    }

    public static async Task SaveAsync(NpgsqlConnection db, int shard, IReadOnlyList<StreamChange> streams, CancellationToken ct)
    {
        await using var save = new NpgsqlCommand(SaveSql, db)
        {
            Parameters =
            {
                new() { Value = shard },
                new() { Value = streams.Select(s => s.Key).ToArray() },
                new() { Value = streams.Select(s => TimelineCodec.Encode(s.Timeline)).ToArray() },
            },
        };
        await save.ExecuteNonQueryAsync(ct);
    }
}
