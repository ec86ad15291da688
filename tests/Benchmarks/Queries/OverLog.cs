using System.Diagnostics;
using KpiPlatform.Benchmarks.Running;
using Npgsql;

namespace KpiPlatform.Benchmarks.Queries;

/// <summary>The numbers as SQL over the log, with indexes for it. It asks for fewer KPIs than the platform answers.</summary>
internal sealed class OverLog(NpgsqlDataSource database)
{
    private const int Runs = 12;
    private const int LeastRuns = 3;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(20);

    public async Task PrepareAsync()
    {
        await using var indexes = database.CreateCommand(Read("indexes"));
        indexes.CommandTimeout = 300;
        await indexes.ExecuteNonQueryAsync();
    }

    /// <returns>The p95, in milliseconds.</returns>
    public async Task<double> P95Async(string question, DateTimeOffset from, DateTimeOffset to)
    {
        var sql = Read(question);
        await AskAsync(sql, from, to);
        var (times, since) = (new List<double>(), Stopwatch.StartNew());
        while (times.Count < LeastRuns || (times.Count < Runs && since.Elapsed < AtMost)) times.Add(await AskAsync(sql, from, to));
        return Stats.Quantile(times, 0.95);
    }

    private async Task<double> AskAsync(string sql, DateTimeOffset from, DateTimeOffset to)
    {
        var started = Stopwatch.GetTimestamp();
        await using var ask = database.CreateCommand(sql);
        ask.CommandTimeout = 120;
        ask.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = Bench.Workspace }, new() { Value = from.UtcDateTime }, new() { Value = to.UtcDateTime } });
        await using var rows = await ask.ExecuteReaderAsync();
        var count = 0;
        while (await rows.ReadAsync()) count++;
        if (count == 0) throw new InvalidOperationException("The log answered nothing.");
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static string Read(string name)
    {
        using var stream = typeof(OverLog).Assembly.GetManifestResourceStream($"KpiPlatform.Benchmarks.Queries.Sql.{name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
