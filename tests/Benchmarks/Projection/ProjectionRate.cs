using System.Diagnostics;
using KpiPlatform.Benchmarks.Running;
using Npgsql;

namespace KpiPlatform.Benchmarks.Projection;

/// <summary>Events a second from full queues until all are projected and committed, by one aggregator process.</summary>
internal static class ProjectionRate
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>On a slow machine the bench goes on with what is projected by then.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(2);

    /// <returns>Events a second, and how many were projected.</returns>
    public static async Task<(double Rate, long Events)> MeasureAsync(Bench bench, long expected)
    {
        await using var database = NpgsqlDataSource.Create(bench.Postgres);
        var aggregator = await bench.StartAsync("Aggregator");
        // The process and its first statements are warm by the time it is ready: from there to the last event.
        var (first, since) = (await CountAsync(database), Stopwatch.StartNew());
        var count = first;
        while (count < expected && since.Elapsed < AtMost)
        {
            await Task.Delay(Look);
            count = await CountAsync(database);
        }

        var rate = (count - first) / since.Elapsed.TotalSeconds;
        if (rate == 0) throw new TimeoutException("The aggregator projected nothing.");
        if (count < expected) await aggregator.StopAsync();
        return (rate, count);
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database)
    {
        await using var count = database.CreateCommand("select sum(last_seq)::bigint from partitions");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
