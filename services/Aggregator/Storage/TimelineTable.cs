using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Tickets;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>A row of the streams' table.</summary>
internal sealed record StoredStream(Guid Key, StreamId Stream, Timeline Timeline, long RulesVersion, DateTimeOffset AsOf)
{
    public StreamState Under(RulesBook book) => new(Stream, Timeline, new Conditions(book.Of(Stream.Workspace, RulesVersion), AsOf));
}

/// <summary>The streams' timelines, and the conditions that their facts were made under.</summary>
internal static class TimelineTable
{
    private static readonly string LoadSql = SqlFile.Read("Storage.Sql.load_timelines");
    private static readonly string SaveSql = SqlFile.Read("Storage.Sql.save_timelines");
    private static readonly string OverdueSql = SqlFile.Read("Storage.Sql.load_overdue");
    private static readonly string MoveSql = SqlFile.Read("Storage.Sql.move_timelines");

    public static Task<List<StoredStream>> LoadAsync(NpgsqlConnection db, int shard, Guid[] streams, CancellationToken ct) =>
        ReadAsync(new NpgsqlCommand(LoadSql, db) { Parameters = { new() { Value = shard }, new() { Value = streams } } }, ct);

    /// <summary>Streams whose time has come or that are under older rules than their workspace's newest.</summary>
    public static Task<List<StoredStream>> LoadOverdueAsync(NpgsqlConnection db, int shard, DateTimeOffset now, int limit, Guid[] except, CancellationToken ct) =>
        ReadAsync(new NpgsqlCommand(OverdueSql, db) { Parameters = { new() { Value = shard }, new() { Value = now }, new() { Value = limit }, new() { Value = except } } }, ct);

    public static async Task SaveAsync(NpgsqlConnection db, int shard, IReadOnlyList<StreamChange> streams, CancellationToken ct)
    {
        await using var save = new NpgsqlCommand(SaveSql, db) { Parameters = { new() { Value = shard } } };
        AddConditions(save, streams);
        save.Parameters.Add(new() { Value = streams.Select(s => TimelineCodec.Encode(s.Timeline)).ToArray() });
        save.Parameters.Add(new() { Value = streams.Select(s => s.Stream.Workspace).ToArray() });
        save.Parameters.Add(new() { Value = streams.Select(s => s.Stream.Source).ToArray() });
        save.Parameters.Add(new() { Value = streams.Select(s => s.Stream.Subject).ToArray() });
        await save.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Streams that were folded again: only the conditions are new.</summary>
    public static async Task MoveAsync(NpgsqlConnection db, int shard, IReadOnlyList<StreamChange> streams, CancellationToken ct)
    {
        await using var move = new NpgsqlCommand(MoveSql, db) { Parameters = { new() { Value = shard } } };
        AddConditions(move, streams);
        await move.ExecuteNonQueryAsync(ct);
    }

    private static void AddConditions(NpgsqlCommand command, IReadOnlyList<StreamChange> streams)
    {
        command.Parameters.Add(new() { Value = streams.Select(s => s.Key).ToArray() });
        command.Parameters.Add(new() { Value = streams.Select(s => s.Under.Rules.Version).ToArray() });
        command.Parameters.Add(new() { Value = streams.Select(s => s.Under.AsOf.UtcDateTime).ToArray() });
        command.Parameters.Add(new() { Value = streams.Select(s => Microseconds(s.DueAt)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
    }

    /// <summary>The database keeps microseconds; what is due between two of them is due at the later one.</summary>
    private static DateTime? Microseconds(DateTimeOffset? at) =>
        at?.UtcDateTime is { } time ? time.AddTicks((TimeSpan.TicksPerMicrosecond - (time.Ticks % TimeSpan.TicksPerMicrosecond)) % TimeSpan.TicksPerMicrosecond) : null;

    /// <summary>The streams that a statement selects, which is disposed.</summary>
    public static async Task<List<StoredStream>> ReadAsync(NpgsqlCommand select, CancellationToken ct)
    {
        var streams = new List<StoredStream>();
        await using (select)
        {
            await using var rows = await select.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                streams.Add(new(
                    rows.GetGuid(0), new(rows.GetString(1), rows.GetString(2), rows.GetString(3)), TimelineCodec.Decode(rows.GetFieldValue<byte[]>(4)),
                    rows.GetInt64(5), rows.GetFieldValue<DateTimeOffset>(6)));
            }
        }

        return streams;
    }
}
