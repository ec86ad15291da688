using System.Diagnostics;
using KpiPlatform.Benchmarks.Running;
using Npgsql;

namespace KpiPlatform.Benchmarks.Projection;

/// <summary>Events a second from full queues until all are projected and committed, by one aggregator process.</summary>
internal static class ProjectionRate
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static async Task<double> MeasureAsync(Bench bench, long expected)
    {
        await using var database = NpgsqlDataSource.Create(bench.Postgres);
        await bench.StartAsync("Aggregator");
        // The process and its first statements are warm after the first events: from there to the last one.
        var (first, since) = (await CountAsync(database), Stopwatch.StartNew());
        while (await CountAsync(database) is var count && count < expected)
        {
            if (since.Elapsed > TimeSpan.FromMinutes(5)) throw new TimeoutException($"Only {count} of {expected} events were projected in five minutes.");
            await Task.Delay(Look);
        }

        return (expected - first) / since.Elapsed.TotalSeconds;
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database)
    {
        await using var count = database.CreateCommand("select sum(last_seq)::bigint from partitions");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
