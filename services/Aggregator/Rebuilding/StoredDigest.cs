using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using Npgsql;

namespace KpiPlatform.Aggregator.Rebuilding;

/// <summary>The digest of what a shard holds.</summary>
internal static class StoredDigest
{
    /// <summary>What <see cref="FactOf"/> reads; before it the stream and the workspace.</summary>
    public const string FactColumns =
        "stream, workspace, ticket, at, opened_at, channel, channel_detail, source, agent, team, category, priority, area, measures, amounts, until, currency, ahead, still_there";

    public static async Task<ProjectionDigest> ReadAsync(NpgsqlConnection db, int shard, CancellationToken ct)
    {
        var digest = new ProjectionDigest();
        await EachAsync(db, "select stream, timeline from timelines where shard = $1", shard, r => digest.Add(r.GetGuid(0), r.GetFieldValue<byte[]>(1)), ct);
        await CellsAsync(db, shard, digest, ct);
        await FactsAsync(db, shard, digest.Add, ct);
        return digest;
    }

    /// <summary>Adds a shard's cells to a digest.</summary>
    public static Task CellsAsync(NpgsqlConnection db, int shard, ProjectionDigest digest, CancellationToken ct) =>
        EachAsync(db, "select workspace, cut, value, grain, bucket, tallies from cells where shard = $1", shard, r => digest.Add(Cell(r), r.GetFieldValue<byte[]>(5)), ct);

    /// <summary>Hands on a shard's facts, each with its stream and workspace.</summary>
    public static Task FactsAsync(NpgsqlConnection db, int shard, Action<Guid, string, Fact> each, CancellationToken ct) =>
        EachAsync(db, $"select {FactColumns} from facts where shard = $1", shard, r => each(r.GetGuid(0), r.GetString(1), FactOf(r)), ct);

    private static async Task EachAsync(NpgsqlConnection db, string sql, int shard, Action<NpgsqlDataReader> row, CancellationToken ct)
    {
        await using var read = new NpgsqlCommand(sql, db) { Parameters = { new() { Value = shard } }, CommandTimeout = 0 };
        await using var rows = await read.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) row(rows);
    }

    private static CellKey Cell(NpgsqlDataReader r) =>
        new(r.GetString(0), r.GetInt16(1), r.GetString(2), (Grain)r.GetInt16(3), r.GetFieldValue<DateTimeOffset>(4));

    public static Fact FactOf(NpgsqlDataReader r)
    {
        string? Text(int column) => r.IsDBNull(column) ? null : r.GetString(column);
        var dimensions = new Dimensions(Text(5), Text(6), r.GetString(7), Text(8), Text(9), Text(10), Text(11), Text(12));
        var bookings = r.GetFieldValue<int[]>(13).Zip(r.GetFieldValue<long[]>(14), (measure, value) => new Booking(measure, value)).ToList();
        return new Fact(r.GetInt32(2), r.GetFieldValue<DateTimeOffset>(3), r.IsDBNull(4) ? null : r.GetFieldValue<DateTimeOffset>(4), dimensions, bookings)
        {
            Lasting = r.IsDBNull(15) ? null : new(r.GetFieldValue<DateTimeOffset>(15), Text(16)),
            IsAhead = r.GetBoolean(17),
            IsStillThere = r.GetBoolean(18),
        };
    }
}
