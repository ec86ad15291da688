using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Retaining;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Tickets;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>The append-only log: the truth that everything else can be rebuilt from.</summary>
internal static class Log
{
    private static readonly string AppendSql = SqlFile.Read("Storage.Sql.append_log");
    private static readonly string ReadSql = SqlFile.Read("Storage.Sql.read_log");

    /// <summary>Appends distinct new events behind <paramref name="lastSeq"/> and returns the last number given.</summary>
    public static async Task<long> AppendAsync(NpgsqlConnection db, int partition, long lastSeq, IEnumerable<CanonicalEvent> events, CancellationToken ct)
    {
        await using var copy = await db.BeginBinaryImportAsync(AppendSql, ct);
        foreach (var e in events)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(partition, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(++lastSeq, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(e.Workspace, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(e.Source, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(e.Subject, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(e.Id, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(e.Type, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(e.Time.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(e.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(EventJson.Write(e.Data), NpgsqlDbType.Jsonb, ct);
            await copy.WriteAsync(e.TraceParent, NpgsqlDbType.Text, ct);
        }

        await copy.CompleteAsync(ct);
        return lastSeq;
    }

    /// <summary>The next events of a partition behind a number, at most <paramref name="limit"/>, with the number of the last one. Those of streams that were let go of are none.</summary>
    public static async Task<(List<CanonicalEvent> Events, long LastSeq)> ReadAsync(NpgsqlConnection db, int partition, long behind, int limit, CancellationToken ct)
    {
        var gone = await RetiredTable.InLogAsync(db, partition, ct);
        while (true)
        {
            var (events, lastSeq) = await RowsAsync(db, partition, behind, limit, ct);
            if (events.Count == 0 || gone.Count == 0) return (events, lastSeq);
            events.RemoveAll(e => gone.GetValueOrDefault(StreamKey.Of(StreamId.Of(e)))?.Has(e) == true);
            if (events.Count > 0) return (events, lastSeq);
            behind = lastSeq;
        }
    }

    private static async Task<(List<CanonicalEvent> Events, long LastSeq)> RowsAsync(NpgsqlConnection db, int partition, long behind, int limit, CancellationToken ct)
    {
        var events = new List<CanonicalEvent>(limit);
        await using var read = new NpgsqlCommand(ReadSql, db) { Parameters = { new() { Value = partition }, new() { Value = behind }, new() { Value = limit } } };
        await using var rows = await read.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            behind = rows.GetInt64(0);
            events.Add(new CanonicalEvent(
                rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetString(5),
                rows.GetFieldValue<DateTimeOffset>(6), rows.GetFieldValue<DateTimeOffset>(7), EventJson.ReadData(rows.GetString(8)),
                rows.IsDBNull(9) ? null : rows.GetString(9)));
        }

        return (events, behind);
    }
}
