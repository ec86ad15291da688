using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace KpiPlatform.Faults.Tests;

/// <summary>Asks for numbers again and again; each answer must be one and must add up.</summary>
internal sealed class SteadyReader(Workspace workspace)
{
    private const string Kpis = "kpi=tickets_opened,tickets_resolved,backlog,first_response_time,resolution_time,csat_score";
    private const string All = "from=2025-01-01&to=2026-01-01&timezone=UTC";
    private readonly List<double> milliseconds = [];

    public int Answers => milliseconds.Count;

    /// <summary>Answers that said that numbers are being computed anew.</summary>
    public int Warned { get; private set; }

    public async Task ReadAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var summary = await AskAsync($"/v1/summary?{Kpis}&{All}");
            AddsUp(summary.GetProperty("data").EnumerateArray().ToDictionary(n => n.GetProperty("kpi").GetString()!, Value, StringComparer.Ordinal));
            var breakdown = await AskAsync($"/v1/breakdown?{Kpis}&{All}&group_by=agent");
            foreach (var row in breakdown.GetProperty("data").EnumerateArray())
                AddsUp(row.GetProperty("kpis").EnumerateObject().ToDictionary(n => n.Name, n => Value(n.Value), StringComparer.Ordinal));
            await Task.Delay(20, CancellationToken.None);
        }
    }

    public override string ToString()
    {
        var sorted = milliseconds.Order().ToList();
        double Percentile(double p) => sorted[(int)((sorted.Count - 1) * p)];
        return string.Create(CultureInfo.InvariantCulture, $"{Answers} answers, p50 {Percentile(0.5):0} ms, p95 {Percentile(0.95):0} ms, slowest {sorted[^1]:0} ms, {Warned} with a warning");
    }

    private static double Value(JsonElement number) => number.GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : 0;

    private static void AddsUp(Dictionary<string, double> numbers) => Assert.Equal(numbers["tickets_opened"], numbers["tickets_resolved"] + numbers["backlog"]);

    private async Task<JsonElement> AskAsync(string question)
    {
        var since = Stopwatch.GetTimestamp();
        var answer = await workspace.AskAsync(question);
        milliseconds.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        if (answer.GetProperty("meta").GetProperty("warnings").EnumerateArray().Any(w => w.GetProperty("code").GetString() == "recalculating")) Warned++;
        return answer;
    }
}
