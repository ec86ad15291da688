using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Kpis.Facts;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>Replaces the fact rows that a batch changes.</summary>
internal static class FactTable
{
    private static readonly string DropSql = SqlFile.Read("Storage.Sql.drop_facts");
    private static readonly string AddSql = SqlFile.Read("Storage.Sql.add_facts");

    public static async Task ReplaceAsync(NpgsqlConnection db, int shard, IReadOnlyList<StreamChange> streams, CancellationToken ct)
    {
        await DropAsync(db, shard, [.. streams.SelectMany(s => s.Facts.Removed, (s, f) => (s, f))], ct);
        if (streams.All(s => s.Facts.Added.Count == 0)) return;
        await using var copy = await db.BeginBinaryImportAsync(AddSql, ct);
        foreach (var stream in streams)
        {
            foreach (var fact in stream.Facts.Added) await WriteAsync(copy, shard, stream, fact, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task DropAsync(NpgsqlConnection db, int shard, (StreamChange Stream, Fact Fact)[] facts, CancellationToken ct)
    {
        if (facts.Length == 0) return;
        await using var drop = new NpgsqlCommand(DropSql, db)
        {
            Parameters =
            {
                new() { Value = shard },
                new() { Value = Array.ConvertAll(facts, f => f.Stream.Stream.Workspace) },
                new() { Value = Array.ConvertAll(facts, f => f.Fact.At.UtcDateTime) },
                new() { Value = Array.ConvertAll(facts, f => f.Stream.Key) },
                new() { Value = Array.ConvertAll(facts, f => f.Fact.Ticket) },
                new() { Value = Array.ConvertAll(facts, f => f.Fact.Dimensions.Agent) },
                new() { Value = Array.ConvertAll(facts, f => f.Fact.Dimensions.Area) },
                new() { Value = Array.ConvertAll(facts, f => f.Fact.Dimensions.Category) },
                new() { Value = Array.ConvertAll(facts, f => f.Fact.Lasting?.Until.UtcDateTime), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                new() { Value = Array.ConvertAll(facts, f => f.Fact.Lasting?.Currency) },
            },
        };
        await drop.ExecuteNonQueryAsync(ct);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, int shard, StreamChange stream, Fact fact, CancellationToken ct)
    {
        var d = fact.Dimensions;
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(shard, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(stream.Stream.Workspace, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(fact.At.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        await copy.WriteAsync(stream.Key, NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(fact.Ticket, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(stream.Stream.Subject, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(fact.OpenedAt?.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        foreach (var dimension in Dimensions.All) await copy.WriteAsync(d[dimension], NpgsqlDbType.Text, ct);
        await copy.WriteAsync(fact.Bookings.Select(b => b.Measure).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(fact.Bookings.Select(b => b.Value).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(fact.Lasting?.Until.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        await copy.WriteAsync(fact.Lasting?.Currency, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(fact.IsAhead, NpgsqlDbType.Boolean, ct);
        await copy.WriteAsync(fact.IsStillThere, NpgsqlDbType.Boolean, ct);
    }
}
