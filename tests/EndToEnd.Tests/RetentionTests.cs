using System.Globalization;
using System.Text.Json;
using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>The log of last year is let go of while the help desk goes on working.</summary>
public sealed class RetentionTests(RunningStack running) : IClassFixture<RunningStack>
{
    private const string Kpis = "kpi=tickets_opened,tickets_resolved,backlog,first_response_time,resolution_time";

    [Fact]
    public async Task Answers_are_the_same_with_and_without_the_log_and_say_so()
    {
        using var workspace = await Workspace.NewAsync(running.Stack, "retaining");
        string[] stories = [.. Enumerable.Range(1, 9).Select(day => Ticket($"old-{day}", $"2024-03-0{day}", resolved: day != 5)), Ticket("young", "2026-03-02", resolved: true)];
        await workspace.TakenAsync(string.Join('\n', stories), "application/x-ndjson");
        await Eventually.HoldsAsync(async () => Assert.Equal(10, (await workspace.NumberAsync("tickets_opened", "from=2024-01-01&to=2027-01-01&timezone=UTC")).GetProperty("value").GetInt32()));
        string[] questions = [
            $"/v1/summary?{Kpis}&from=2024-03-02T10:07:00Z&to=2024-03-08T09:00:30Z&timezone=Asia/Kathmandu", $"/v1/summary?{Kpis}&from=2024-01-01&to=2027-01-01&timezone=UTC",
            $"/v1/breakdown?{Kpis}&group_by=agent&from=2024-01-01&to=2027-01-01&timezone=UTC", $"/v1/timeseries?{Kpis}&interval=day&from=2024-03-01&to=2024-03-12&timezone=UTC",
            $"/v1/summary?{Kpis}&cohort=opened&from=2024-01-01&to=2027-01-01&timezone=UTC"];
        var before = await workspace.AnswersAsync(questions);

        var report = JsonSerializer.Deserialize<JsonElement>(await running.Stack.AggregatorAsync("retain", "--keep-log", "365d", "--json"));

        Assert.Equal((8, 1, 24), (report.GetProperty("retired").GetInt32(), report.GetProperty("open").GetInt32(), report.GetProperty("events").GetInt32()));
        Assert.Equal(before, await workspace.AnswersAsync(questions));
        await running.Stack.AggregatorAsync("verify");
        await running.Stack.AggregatorAsync("rebuild");
        Assert.Equal(before, await workspace.AnswersAsync(questions));
        await running.Stack.AggregatorAsync("verify");
        Assert.Equal((true, false), (await IsWarnedAsync(workspace, "2024-01-01"), await IsWarnedAsync(workspace, "2026-03-01")));
    }

    private static async Task<bool> IsWarnedAsync(Workspace workspace, string from) =>
        (await workspace.AskAsync($"/v1/summary?{Kpis}&from={from}&to=2027-01-01&timezone=UTC")).GetProperty("meta").GetProperty("warnings").EnumerateArray().Any(w => w.GetProperty("code").GetString() == "archived");

    private static string Ticket(string id, string day, bool resolved) => string.Join('\n', ((string[])[
        Event("opened", id, $"{day}T09:00:00Z", """{"channel":"email"}"""),
        Event("replied", id, $"{day}T09:{id.Length:00}:30Z", string.Create(CultureInfo.InvariantCulture, $$"""{"author":"agent","agent":"sam{{id.Length % 2}}"}""")),
        Event("resolved", id, $"{day}T11:02:00Z", """{"by":"agent"}""")])[..(resolved ? 3 : 2)]);

    private static string Event(string what, string subject, string at, string data) =>
        $$"""{"specversion":"1.0","id":"{{what}}-{{subject}}","source":"/own/a","type":"helpdesk.ticket.{{what}}","subject":"{{subject}}","time":"{{at}}","data":{{data}}}""";
}
