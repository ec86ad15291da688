using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using Npgsql;

namespace KpiPlatform.Aggregator.Rebuilding;

/// <summary>
/// The check of a partition's archive, which no log can make anew: its facts must be those that were put there, by the digest that was kept of them, and its cells what
/// these facts add up to.
/// </summary>
internal static class ArchiveDigest
{
    /// <summary>What is stored and what should be; both empty when there is no archive.</summary>
    public static async Task<(string Stored, string Expected)> ReadAsync(NpgsqlConnection db, int partition, Catalogue catalogue, CancellationToken ct)
    {
        if (await OfAsync(db, partition, ct) is not var (shard, kept)) return ("", "");
        var (facts, cells, storedCells) = (new ProjectionDigest(), new ProjectionDigest(), new ProjectionDigest());
        var sums = new CellDeltas(catalogue);
        await StoredDigest.FactsAsync(db, shard, (stream, workspace, fact) =>
        {
            facts.Add(stream, workspace, fact);
            sums.Book(workspace, new FactDiff([], [fact]));
        }, ct);
        foreach (var (key, tallies) in sums.All().Where(c => !c.Value.IsEmpty)) cells.Add(key, tallies.Encode());
        await StoredDigest.CellsAsync(db, shard, storedCells, ct);
        return ($" archive {facts} {storedCells}", $" archive {kept} {cells}");
    }

    /// <summary>A partition's archive and the digest kept of its facts; null when it has none.</summary>
    public static async Task<(int Shard, ProjectionDigest Kept)?> OfAsync(NpgsqlConnection db, int partition, CancellationToken ct)
    {
        await using var read = new NpgsqlCommand("select archive, archive_digest from partitions where partition = $1 and archive is not null", db) { Parameters = { new() { Value = partition } } };
        await using var rows = await read.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? (rows.GetInt32(0), new ProjectionDigest(rows.GetFieldValue<byte[]>(1))) : null;
    }
}
