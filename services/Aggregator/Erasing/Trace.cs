using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Kpis.Tickets;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>An event of the log in which a person's keyed hash stands.</summary>
internal sealed record Trace(long Seq, DateTimeOffset ReceivedAt, StreamId Stream, string Id, string Data);

/// <summary>Whose traces are looked for, and how far back.</summary>
/// <param name="Hashes">The keyed hashes of all the names that the help desk has for the person.</param>
/// <param name="Before">Only what happened or arrived before; everything when null.</param>
internal sealed record Wanted(string Workspace, IReadOnlyList<string> Hashes, DateTimeOffset? Before)
{
    public string[] Patterns => [.. Hashes.Select(hash => $"%{hash}%")];

    public byte[][] Marks => [.. Hashes.Select(hash => ErasureMark.Of(Workspace, hash))];

    public DateTime Limit => Before?.UtcDateTime ?? DateTime.MaxValue;
}

/// <summary>The log's rows with traces: found by looking at all of it, since nothing else needs an index on them.</summary>
internal static class TraceTable
{
    private static readonly string FindSql = SqlFile.Read("Erasing.Sql.find_traces");
    private static readonly string RewriteSql = SqlFile.Read("Erasing.Sql.rewrite_log");

    public static async Task<List<Trace>> FindAsync(NpgsqlConnection db, int partition, long upTo, Wanted wanted, CancellationToken ct)
    {
        var traces = new List<Trace>();
        await using var find = new NpgsqlCommand(FindSql, db)
        {
            CommandTimeout = 0,
            Parameters =
            {
                new() { Value = partition }, new() { Value = upTo }, new() { Value = wanted.Workspace }, new() { Value = wanted.Patterns },
                new() { Value = wanted.Limit, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        };
        await using var rows = await find.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            traces.Add(new(rows.GetInt64(0), rows.GetFieldValue<DateTimeOffset>(1), new(rows.GetString(2), rows.GetString(3), rows.GetString(4)), rows.GetString(5), rows.GetString(6)));
        return traces;
    }

    public static async Task RewriteAsync(NpgsqlConnection db, int partition, IReadOnlyList<Trace> traces, Pseudonyms names, CancellationToken ct)
    {
        await using var rewrite = new NpgsqlCommand(RewriteSql, db)
        {
            Parameters =
            {
                new() { Value = partition },
                new() { Value = traces.Select(t => t.Seq).ToArray() },
                new() { Value = traces.Select(t => t.ReceivedAt.UtcDateTime).ToArray() },
                new() { Value = traces.Select(t => names.In(t.Stream).Subject).ToArray() },
                new() { Value = traces.Select(t => names.In(t.Id)).ToArray() },
                new() { Value = traces.Select(t => names.In(t.Data)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
            },
        };
        await rewrite.ExecuteNonQueryAsync(ct);
    }
}
