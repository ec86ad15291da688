using KpiPlatform.Benchmarks.Running;
using Npgsql;

namespace KpiPlatform.Benchmarks.Projection;

/// <summary>What an event takes on the disk, by table with its indexes, and in the write-ahead log: what a machine is chosen by.</summary>
internal static class Footprint
{
    private const string Sizes =
        """
        select c.relname, sum(pg_total_relation_size(coalesce(i.inhrelid, c.oid)))::float8
        from pg_class c left join pg_inherits i on i.inhparent = c.oid
        where c.relname in ('log', 'timelines', 'facts', 'cells') group by 1 order by 2 desc
        """;

    public static async Task<decimal> WrittenAsync(Bench bench)
    {
        await using var database = NpgsqlDataSource.Create(bench.Postgres);
        await using var ask = database.CreateCommand("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')");
        return (decimal)(await ask.ExecuteScalarAsync())!;
    }

    /// <param name="bench">Where it was projected.</param>
    /// <param name="events">How many.</param>
    /// <param name="before"><see cref="WrittenAsync"/> of before the first.</param>
    public static async Task SayAsync(Bench bench, long events, decimal before)
    {
        var written = (await WrittenAsync(bench) - before) / events;
        await using var database = NpgsqlDataSource.Create(bench.Postgres);
        await using var ask = database.CreateCommand(Sizes);
        await using var rows = await ask.ExecuteReaderAsync();
        List<string> sizes = [];
        while (await rows.ReadAsync()) sizes.Add(Table.Words($"{rows.GetString(0)} {rows.GetDouble(1) / events:N0}"));
        Table.Say(Table.Words($"Bytes an event, {Bench.Partitions} partitions: {string.Join(", ", sizes)}; written ahead {written:N0}"));
    }
}
