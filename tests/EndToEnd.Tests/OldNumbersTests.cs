using System.Globalization;
using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>Numbers of long ago are let go of, and no answer about later is another.</summary>
public sealed class OldNumbersTests(RunningStack running) : IClassFixture<RunningStack>
{
    private const string From = "2024-03-13";
    private const string Later = $"from={From}&to=2024-04-10&timezone=UTC";

    [Fact]
    public async Task Every_answer_from_that_day_on_is_the_same_and_what_begins_before_is_refused_by_name()
    {
        using var workspace = await Workspace.NewAsync(running.Stack, "old-numbers");
        await workspace.PutAsync("/v1/targets/answers", """{"kpi":"response_time","threshold":7200}""");
        await workspace.TakenAsync(new RandomLog(5, new(2024, 2, 1, 6, 0, 0, TimeSpan.Zero), "early-").AsNdjson(), "application/x-ndjson");
        await workspace.TakenAsync(new RandomLog(6, new(2024, 3, 8, 6, 0, 0, TimeSpan.Zero), "late-").AsNdjson(), "application/x-ndjson");
        await workspace.TakenAsync(string.Join('\n', Customers()), "application/x-ndjson");
        await Eventually.HoldsAsync(async () => Assert.Equal(600, (await workspace.NumberAsync("tickets_opened", "from=2024-01-01&to=2025-01-01&timezone=UTC")).GetProperty("value").GetInt32()));
        string[] questions = [
            .. Catalogue.Default.Kpis.SelectMany(k => (string[])[$"/v1/summary?kpi={k.Id}&{Later}", $"/v1/timeseries?kpi={k.Id}&interval=day&{Later}"]),
            $"/v1/summary?kpi=backlog,unanswered,sla_breached_open&from=2024-03-13T00:00:00Z&to=2024-03-13T00:07:00Z&timezone=Asia/Kathmandu",
            $"/v1/breakdown?kpi=backlog,tickets_opened&group_by=agent&{Later}", $"/v1/breakdown?kpi=backlog,unanswered&group_by=channel,category&{Later}",
            $"/v1/summary?kpi=backlog,resolution_time&agent=ann&team=first&{Later}", $"/v1/summary?kpi=tickets_resolved,backlog&cohort=opened&{Later}"];
        var before = await workspace.AnswersAsync(questions);

        var days = (DateTime.UtcNow.Date - new DateTime(2024, 3, 15, 0, 0, 0, DateTimeKind.Utc)).Days;
        var report = JsonSerializer.Deserialize<JsonElement>(await running.Stack.AggregatorAsync("retain", "--keep-log", "365d", "--keep-numbers", string.Create(CultureInfo.InvariantCulture, $"{days}d"), "--json"));

        Assert.Equal($"{From} 00:00:00Z", report.GetProperty("numbers_from").GetString());
        Assert.InRange(report.GetProperty("facts").GetInt64(), 300, long.MaxValue);
        var after = await workspace.AnswersAsync(questions);
        Assert.All(questions.Index(), q => Assert.Equal($"{q.Item} {before[q.Index]}", $"{q.Item} {after[q.Index]}"));
        await running.Stack.AggregatorAsync("verify");
        Assert.Equal("window not_kept", await RefusedAsync(workspace, "window=9000d"));
        Assert.Equal("from not_kept", await RefusedAsync(workspace, "from=2024-03-12&to=2024-04-10&timezone=UTC"));
        Assert.Equal("compare not_kept", await RefusedAsync(workspace, $"compare=previous_period&{Later}"));
    }

    private static async Task<string> RefusedAsync(Workspace workspace, string window)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => workspace.AskAsync($"/v1/summary?kpi=tickets_opened&{window}"));
        Assert.StartsWith("400 ", refused.Message, StringComparison.Ordinal);
        var problem = JsonSerializer.Deserialize<JsonElement>(refused.Message[refused.Message.IndexOf('{', StringComparison.Ordinal)..]).GetProperty("errors").EnumerateArray().Single();
        Assert.Contains(From, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        return $"{problem.GetProperty("parameter").GetString()} {problem.GetProperty("code").GetString()}";
    }

    /// <summary>Customers who came before, between and after two counts, some of whom left.</summary>
    private static IEnumerable<string> Customers()
    {
        for (var i = 0; i < 12; i++)
        {
            yield return Event($"c{i}", EventTypes.CustomerJoined, $"2024-0{1 + (i % 4)}-{2 + i:00}T09:00:00Z", $$"""{"customer":"c{{i}}"}""");
            if (i % 3 == 0) yield return Event($"c{i}", EventTypes.CustomerLeft, $"2024-04-0{1 + (i / 3)}T09:00:00Z", $$"""{"customer":"c{{i}}","reason":"cancelled"}""");
        }

        yield return Event("count", EventTypes.CustomersCounted, "2024-02-05T00:00:00Z", """{"count":500}""");
        yield return Event("cost", EventTypes.AmountRecorded, "2024-03-01T00:00:00Z", """{"kind":"support_cost","amount":"900","currency":"EUR","from":"2024-02-01T00:00:00Z","to":"2024-04-01T00:00:00Z"}""");
    }

    private static string Event(string subject, string type, string at, string data) =>
        $$"""{"specversion":"1.0","id":"{{type}}-{{subject}}","source":"/own/a","type":"{{type}}","subject":"{{subject}}","time":"{{at}}","data":{{data}}}""";
}
