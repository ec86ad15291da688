using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using Npgsql;

namespace KpiPlatform.Aggregator.Rebuilding;

/// <summary>How a copy went.</summary>
/// <param name="Read">Events of the other log.</param>
/// <param name="New">Those that this installation did not have.</param>
internal sealed record CopyReport(long Read, long New);

/// <summary>
/// Counts another installation's log, and takes over its rules and erasures: the way to another number of partitions, or of a workspace to an installation of its own.
/// The other goes on meanwhile; what it took since is copied by doing it again, and what is here already counts nothing.
/// </summary>
internal sealed class LogCopy(NpgsqlDataSource from, NpgsqlDataSource to, ProjectionStore store, int partitions)
{
    private const int BatchSize = 5000;
    private readonly List<CanonicalEvent>[] waiting = [.. Enumerable.Range(0, partitions).Select(_ => new List<CanonicalEvent>(BatchSize))];
    private long read;
    private long counted;

    /// <param name="workspace">Only this one's; all when it is null.</param>
    /// <param name="progress">Told the number of events read so far.</param>
    public async Task<CopyReport> RunAsync(string? workspace, Action<long>? progress, CancellationToken ct)
    {
        await using var source = await from.OpenConnectionAsync(ct);
        await RefuseHalvesAsync(source, ct);
        // With their versions: streams are folded under them, and callers hold them as ETags. Who was erased must not come back here either.
        await CopyRowsAsync(source, workspace, "rules", "workspace, version, made_at, document", "version", "rules_versions", ct);
        await CopyRowsAsync(source, workspace, "erasures", "workspace, mark, number, at, until", "number", "erasure_numbers", ct);
        foreach (var partition in await PartitionsAsync(source, ct))
        {
            for (var (events, last) = await Log.ReadAsync(source, partition, 0, BatchSize, ct); events.Count > 0; (events, last) = await Log.ReadAsync(source, partition, last, BatchSize, ct))
            {
                foreach (var e in events.Where(e => workspace is null || e.Workspace == workspace)) await AddAsync(e, ct);
                progress?.Invoke(read);
            }
        }

        for (var partition = 0; partition < partitions; partition++) await CountAsync(partition, ct);
        return new(read, counted);
    }

    private async Task AddAsync(CanonicalEvent e, CancellationToken ct)
    {
        read++;
        var partition = Partitioning.Of(e.Workspace, e.Source, e.Subject, partitions);
        waiting[partition].Add(e);
        if (waiting[partition].Count == BatchSize) await CountAsync(partition, ct);
    }

    private async Task CountAsync(int partition, CancellationToken ct)
    {
        if (waiting[partition].Count == 0) return;
        counted += (await store.ProjectAsync(partition, waiting[partition], ct)).Streams.Sum(s => (long)s.New.Count);
        waiting[partition].Clear();
    }

    /// <summary>What is no longer in the log cannot be copied from it, and an erasure under way would leave here what it removes there.</summary>
    private static async Task RefuseHalvesAsync(NpgsqlConnection source, CancellationToken ct)
    {
        await using var ask = new NpgsqlCommand("select case when exists (select from retired) then 1 when exists (select from erasures where secret is not null) then 2 else 0 end", source);
        var obstacle = (int)(await ask.ExecuteScalarAsync(ct))!;
        if (obstacle == 1) throw new SetUpException("Part of that installation's log was let go of (retention): its numbers cannot be made from the log any more, so they cannot be copied.");
        if (obstacle == 2) throw new SetUpException("An erasure is under way there: wait until it is done.");
    }

    private async Task CopyRowsAsync(NpgsqlConnection source, string? workspace, string table, string columns, string number, string sequence, CancellationToken ct)
    {
        await using var target = await to.OpenConnectionAsync(ct);
        await using var transaction = await target.BeginTransactionAsync(ct);
        await ExecuteAsync(target, $"create temp table copied on commit drop as select {columns} from {table} limit 0", ct);
        var these = workspace is null ? "" : $"where workspace = '{workspace.Replace("'", "''", StringComparison.Ordinal)}'";
        using (var rows = await source.BeginTextExportAsync($"copy (select {columns} from {table} {these}) to stdout", ct))
        await using (var copy = await target.BeginTextImportAsync("copy copied from stdin", ct)) await copy.WriteAsync(await rows.ReadToEndAsync(ct));
        await ExecuteAsync(target, $"insert into {table} ({columns}) select {columns} from copied c where not exists (select from {table} t where t.workspace = c.workspace and t.{number} = c.{number})", ct);
        await ExecuteAsync(target, $"select setval('{sequence}', greatest((select max({number}) from {table}), (select last_value from {sequence})))", ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection db, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, db);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<int>> PartitionsAsync(NpgsqlConnection db, CancellationToken ct)
    {
        var found = new List<int>();
        await using var list = new NpgsqlCommand("select partition from partitions order by partition", db);
        await using var rows = await list.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) found.Add(rows.GetInt32(0));
        return found;
    }
}
