using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Aggregator.Tests;

/// <summary>All numbers that queries can read, in one text: the cells added up over partitions and their archives, and the facts, whatever their streams are called.</summary>
internal static class AllNumbers
{
    /// <summary>The builds that queries read.</summary>
    internal const string Shards = "(select shard from partitions union all select archive from partitions where archive is not null)";

    public static async Task<string> NumbersAsync(this ProjectionDatabase database)
    {
        var digest = new ProjectionDigest();
        foreach (var (key, tallies) in await database.CellsAsync()) digest.Add(key, tallies.Encode());
        var facts = await database.AskAsync<string>($"select md5(coalesce(string_agg(r, ',' order by r), '')) from (select (to_jsonb(f) - '{{shard,stream,subject}}'::text[])::text from facts f where shard in {Shards}) x (r)");
        return $"{digest} {facts}";
    }

    /// <summary>The cells, added up over partitions and their archives.</summary>
    public static async Task<IReadOnlyList<KeyValuePair<CellKey, Tallies>>> CellsAsync(this ProjectionDatabase database)
    {
        var cells = new Dictionary<CellKey, Tallies>();
        await using var read = database.Source.CreateCommand($"select workspace, cut, value, grain, bucket, tallies from cells where shard in {Shards}");
        await using (var rows = await read.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                var key = new CellKey(rows.GetString(0), rows.GetInt16(1), rows.GetString(2), (Grain)rows.GetInt16(3), rows.GetFieldValue<DateTimeOffset>(4));
                if (!cells.TryGetValue(key, out var sum)) cells[key] = sum = new Tallies();
                sum.AddEncoded(rows.GetFieldValue<byte[]>(5));
            }
        }

        return [.. cells.Where(c => !c.Value.IsEmpty)];
    }
}
