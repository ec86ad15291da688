using System.Diagnostics;
using System.Net.Http.Headers;
using KpiPlatform.Benchmarks.Running;
using Npgsql;

namespace KpiPlatform.Benchmarks.Queries;

/// <summary>How long a question about 28 days takes over HTTP, beside the same as SQL over the log of the same events.</summary>
internal static class QueryTimes
{
    private const int WarmUp = 30;
    private const int Runs = 200;

    /// <param name="now">The end of the window.</param>
    /// <param name="events">How many there are in the log.</param>
    /// <param name="wanted">Says by a row's name whether it is asked for.</param>
    public static async Task<List<Row>> MeasureAsync(Bench bench, DateTimeOffset now, long events, Func<string, bool> wanted)
    {
        var query = await bench.StartAsync("Query");
        using var http = new HttpClient { BaseAddress = query.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await bench.KeyAsync("metrics:read", "metrics.agents:read"));
        await using var database = NpgsqlDataSource.Create(bench.Postgres);
        var log = new OverLog(database);
        await log.PrepareAsync();
        var rows = new List<Row>();
        foreach (var (name, question, path) in ((string, string, string)[])[("summary_p95", "summary", "/v1/summary?"), ("breakdown_p95", "breakdown", "/v1/breakdown?group_by=agent&")])
        {
            if (!wanted(name)) continue;
            var window = $"from={now.AddDays(-28).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}&to={now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";
            var value = await P95Async(http, path + window);
            rows.Add(Row.LessIsBetter(name, "ms", value, await log.P95Async(question, now.AddDays(-28), now), aim: 20) with
            {
                About = Table.Words($"28 days, all KPIs{(question == "breakdown" ? " by agent" : "")}, {events:N0} events, over HTTP; beside: SQL over the log"),
            });
        }

        return rows;
    }

    private static async Task<double> P95Async(HttpClient http, string path)
    {
        for (var run = 0; run < WarmUp; run++) await AskAsync(http, path);
        var times = new List<double>();
        for (var run = 0; run < Runs; run++) times.Add(await AskAsync(http, path));
        return Stats.Quantile(times, 0.95);
    }

    private static async Task<double> AskAsync(HttpClient http, string path)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path} was answered {(int)answer.StatusCode}: {body}");
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
