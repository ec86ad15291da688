using KpiPlatform.Aggregator.Observing;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Platform.Hosting;
using Npgsql;

namespace KpiPlatform.Aggregator.Rebuilding;

/// <summary>How a rebuild went.</summary>
internal sealed record RebuildReport(long Events, int Partitions, double Seconds);

/// <summary>
/// Makes all projections anew from the log, in shards of their own, while live events go on into the old ones. When it has caught up, one
/// transaction takes all partitions, adds the last few events and puts the new shards in the place of the old: readers see the old numbers
/// or the new, never a mixture.
/// </summary>
internal sealed class Rebuild(NpgsqlDataSource database, ProjectionStore store, TimeProvider clock)
{
    /// <summary>Held by whoever changes what the log has said, or all that is made of it.</summary>
    internal const long Lock = 0x6b70692b; // "kpi+"
    private const int BatchSize = 5000;

    /// <summary>A rebuild is caught up when no partition is further behind than this.</summary>
    private const int NearlyThere = 2000;

    /// <param name="progress">Told the number of events done so far.</param>
    /// <param name="unlessDone">Do nothing when another one, for which this one waited, has made them by the same definitions.</param>
    public Task<RebuildReport> RunAsync(Action<long>? progress, CancellationToken ct, bool unlessDone = false) => WorkTelemetry.TraceAsync(
        "rebuild", () => MakeAnewAsync(progress, unlessDone, ct), static (span, report) => span.SetTag("kpi.event.count", report.Events).SetTag("kpi.partition.count", report.Partitions));

    private async Task<RebuildReport> MakeAnewAsync(Action<long>? progress, bool unlessDone, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        await using var guard = await database.OpenConnectionAsync(ct);
        await ExecuteAsync(guard, $"select pg_advisory_lock({Lock})", ct);
        try
        {
            if (unlessDone && (await StoredDefinitions.ReadAsync(guard, ct))?.Fingerprint == store.Definitions.Fingerprint) return new RebuildReport(0, 0, 0);
            await Shards.DropUnusedAsync(guard, ct);
            var builds = await StartAsync(guard, ct);
            foreach (var build in builds)
            {
                for (var done = NearlyThere; done >= NearlyThere;)
                {
                    done = await BatchAsync(build, ct);
                    WorkTelemetry.RebuildProgress(done, builds.Sum(b => b.Left));
                    progress?.Invoke(builds.Sum(b => b.Done));
                }
            }

            await SwapAsync(builds, ct);
            await Shards.DropUnusedAsync(guard, ct);
            progress?.Invoke(builds.Sum(b => b.Done));
            return new RebuildReport(builds.Sum(b => b.Done), builds.Count, clock.GetElapsedTime(started).TotalSeconds);
        }
        finally
        {
            WorkTelemetry.RebuildProgress(0, 0);
            await ExecuteAsync(guard, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private static async Task<List<Build>> StartAsync(NpgsqlConnection db, CancellationToken ct)
    {
        var builds = new List<Build>();
        await using var list = new NpgsqlCommand("select partition, nextval('shards')::int, last_seq from partitions order by partition", db);
        await using var rows = await list.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) builds.Add(new Build(rows.GetInt32(0), rows.GetInt32(1), rows.GetInt64(2)));
        return builds;
    }

    /// <summary>One transaction's worth; returns how many events it was.</summary>
    private async Task<int> BatchAsync(Build build, CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        await using var transaction = await db.BeginTransactionAsync(ct);
        var count = await ApplyNextAsync(db, build, ct);
        await transaction.CommitAsync(ct);
        return count;
    }

    private async Task<int> ApplyNextAsync(NpgsqlConnection db, Build build, CancellationToken ct)
    {
        var (events, lastSeq) = await Log.ReadAsync(db, build.Partition, build.LastSeq, BatchSize, ct);
        if (events.Count == 0) return 0;
        var change = await store.ApplyAsync(db, build.Shard, events, ct);
        await Quarantine.AddAsync(db, build.Partition, change.Failures, ct);
        build.LastSeq = lastSeq;
        build.Done += events.Count;
        return events.Count;
    }

    private async Task SwapAsync(List<Build> builds, CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        await using var transaction = await db.BeginTransactionAsync(ct);
        foreach (var build in builds)
        {
            await ProjectionStore.LockAsync(db, build.Partition, mine: null, ct);
            while (await ApplyNextAsync(db, build, ct) > 0)
            {
            }

            await using var swap = new NpgsqlCommand("update partitions set shard = $2, definitions = $3 where partition = $1", db)
            {
                Parameters = { new() { Value = build.Partition }, new() { Value = build.Shard }, new() { Value = store.Definitions.Fingerprint } },
            };
            await swap.ExecuteNonQueryAsync(ct);
        }

        await StoredDefinitions.WriteAsync(db, store.Definitions, ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection db, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, db) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <param name="end">Where the log ended when the rebuild began.</param>
    private sealed class Build(int partition, int shard, long end)
    {
        public int Partition => partition;
        public int Shard => shard;
        public long LastSeq { get; set; }
        public long Done { get; set; }
        public long Left => Math.Max(0, end - LastSeq);
    }
}
