using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Aggregator.Rebuilding;

/// <summary>How a copy went.</summary>
/// <param name="Read">Events of the other log.</param>
/// <param name="New">Those that this installation did not have.</param>
internal sealed record CopyReport(long Read, long New);

/// <summary>
/// Counts another installation's log, and takes over its rules: the way to another number of partitions, or of a workspace to an installation of its own.
/// The other goes on meanwhile; what it took since is copied by doing it again, and what is here already counts nothing.
/// </summary>
internal sealed class LogCopy(NpgsqlDataSource from, NpgsqlDataSource to, ProjectionStore store, int partitions)
{
    private const int BatchSize = 5000;
    private const string AddRuleSql = "insert into rules (workspace, version, made_at, document) values ($1, $2, $3, $4) on conflict (workspace, version) do nothing";
    private const string GoOnSql = "select setval('rules_versions', greatest((select max(version) from rules), (select last_value from rules_versions)))";
    private readonly List<CanonicalEvent>[] waiting = [.. Enumerable.Range(0, partitions).Select(_ => new List<CanonicalEvent>(BatchSize))];
    private long read;
    private long counted;

    /// <param name="workspace">Only this one's; all when it is null.</param>
    /// <param name="progress">Told the number of events read so far.</param>
    public async Task<CopyReport> RunAsync(string? workspace, Action<long>? progress, CancellationToken ct)
    {
        await using var source = await from.OpenConnectionAsync(ct);
        await CopyRulesAsync(source, workspace, ct);
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

    // With their versions: streams are folded under them, and callers hold them as ETags.
    private async Task CopyRulesAsync(NpgsqlConnection source, string? workspace, CancellationToken ct)
    {
        await using var target = await to.OpenConnectionAsync(ct);
        await using var transaction = await target.BeginTransactionAsync(ct);
        await using var list = new NpgsqlCommand("select workspace, version, made_at, document from rules where $1::text is null or workspace = $1 order by version", source)
        {
            Parameters = { new() { Value = (object?)workspace ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text } },
        };
        await using var rows = await list.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            await using var add = new NpgsqlCommand(AddRuleSql, target)
            {
                Parameters = { new() { Value = rows.GetString(0) }, new() { Value = rows.GetInt64(1) }, new() { Value = rows.GetDateTime(2) }, new() { Value = rows.GetString(3), NpgsqlDbType = NpgsqlDbType.Jsonb } },
            };
            await add.ExecuteNonQueryAsync(ct);
        }

        await using (var goOn = new NpgsqlCommand(GoOnSql, target)) await goOn.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
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
