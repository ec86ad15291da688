using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Query.Tests;

/// <summary>Writes facts, and the cells they amount to, as the aggregator would: a small one for the tests of reading.</summary>
internal sealed class FactWriter(string connectionString)
{
    /// <summary>Not from 1 on, so that nobody takes a shard for a partition.</summary>
    private static readonly int[] Shards = [7, 9];

    private readonly CellDeltas[] cells = [new(Catalogue.Default), new(Catalogue.Default)];

    public async Task CreateSchemaAsync()
    {
        var program = typeof(FactWriter).Assembly;
        foreach (var migration in program.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var file = new StreamReader(program.GetManifestResourceStream(migration)!);
            await RunAsync(await file.ReadToEndAsync());
        }

        await RunAsync($"insert into partitions (partition, shard) values (0, {Shards[0]}), (1, {Shards[1]})");
    }

    /// <summary>Adds facts and says that so many events made them.</summary>
    public async Task WriteAsync(string workspace, IReadOnlyList<Fact> facts)
    {
        await using var db = await OpenAsync();
        foreach (var half in facts.Select((fact, i) => (fact, i)).GroupBy(f => f.i % 2, f => f.fact))
        {
            cells[half.Key].Book(workspace, new FactDiff([], [.. half]));
            await CopyFactsAsync(db, Shards[half.Key], workspace, half);
            await CopyCellsAsync(db, half.Key);
            await RunAsync($"update partitions set last_seq = last_seq + {half.Count()}, last_event_at = '2026-11-20T12:00:00Z', last_received_at = now() - interval '2 s', committed_at = now() where partition = {half.Key}");
        }
    }

    public async Task RunAsync(string sql)
    {
        await using var db = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, db);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task CopyFactsAsync(NpgsqlConnection db, int shard, string workspace, IEnumerable<Fact> facts)
    {
        await using var copy = await db.BeginBinaryImportAsync(
            "copy facts (shard, workspace, at, stream, ticket, subject, opened_at, channel, channel_detail, source, agent, team, category, priority, area, measures, amounts, until, currency, ahead, still_there) from stdin (format binary)");
        foreach (var fact in facts)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(shard, NpgsqlDbType.Integer);
            await copy.WriteAsync(workspace, NpgsqlDbType.Text);
            await copy.WriteAsync(fact.At.UtcDateTime, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(Guid.Empty, NpgsqlDbType.Uuid);
            await copy.WriteAsync(fact.Ticket, NpgsqlDbType.Integer);
            await copy.WriteAsync("t", NpgsqlDbType.Text);
            await copy.WriteAsync(fact.OpenedAt?.UtcDateTime, NpgsqlDbType.TimestampTz);
            foreach (var dimension in Dimensions.All) await copy.WriteAsync(fact.Dimensions[dimension], NpgsqlDbType.Text);
            await copy.WriteAsync(fact.Bookings.Select(b => b.Measure).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer);
            await copy.WriteAsync(fact.Bookings.Select(b => b.Value).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);
            await copy.WriteAsync(fact.Lasting?.Until.UtcDateTime, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(fact.Lasting?.Currency, NpgsqlDbType.Text);
            await copy.WriteAsync(fact.IsAhead, NpgsqlDbType.Boolean);
            await copy.WriteAsync(fact.IsStillThere, NpgsqlDbType.Boolean);
        }

        await copy.CompleteAsync();
    }

    /// <summary>All cells anew: the writer remembers what it booked.</summary>
    private async Task CopyCellsAsync(NpgsqlConnection db, int half)
    {
        await RunAsync($"delete from cells where shard = {Shards[half]}");
        await using var copy = await db.BeginBinaryImportAsync("copy cells (shard, workspace, cut, grain, bucket, value, tallies) from stdin (format binary)");
        foreach (var (key, tallies) in cells[half].All())
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(Shards[half], NpgsqlDbType.Integer);
            await copy.WriteAsync(key.Workspace, NpgsqlDbType.Text);
            await copy.WriteAsync((short)key.Cut, NpgsqlDbType.Smallint);
            await copy.WriteAsync((short)key.Grain, NpgsqlDbType.Smallint);
            await copy.WriteAsync(key.Bucket.UtcDateTime, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(key.Value, NpgsqlDbType.Text);
            await copy.WriteAsync(tallies.Encode(), NpgsqlDbType.Bytea);
        }

        await copy.CompleteAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var db = new NpgsqlConnection(connectionString);
        await db.OpenAsync();
        return db;
    }
}
