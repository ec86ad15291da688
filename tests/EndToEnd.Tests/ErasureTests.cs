using System.Text.Json;
using KpiPlatform.Testing;
using Npgsql;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>A customer asks to be erased while the help desk goes on working.</summary>
public sealed class ErasureTests(RunningStack running) : IClassFixture<RunningStack>
{
    private const string Day = "from=2026-03-02&to=2026-03-03&timezone=UTC";
    private const string Everything = $"/v1/summary?kpi=tickets_opened,tickets_resolved,first_response_time,customers_joined&{Day}";

    [Fact]
    public async Task A_customer_is_erased_under_live_events_and_no_number_knows_it()
    {
        using var workspace = await Workspace.NewAsync(running.Stack, "erasing");
        await workspace.TakenAsync(Lines(Ticket("t1", "Anna.Privat@Example.com"), Ticket("t2", "bert@example.com"), Joined("anna.privat@example.com")), "application/x-ndjson");
        await Eventually.HoldsAsync(async () => Assert.Equal((double[])[2, 2, 60, 1], await NumbersAsync(workspace)));
        var live = Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++) await workspace.TakenAsync(Lines(Ticket($"live-{i}", $"c{i}", day: 3)), "application/x-ndjson");
        });

        var report = JsonSerializer.Deserialize<JsonElement>(await running.Stack.AggregatorAsync("erase", "--customer", " anna.privat@example.COM", "--workspace", "erasing", "--json"));
        await live;

        Assert.Equal((2, 2), (report.GetProperty("events").GetInt32(), report.GetProperty("streams").GetInt32()));
        Assert.Equal((double[])[2, 2, 60, 1], await NumbersAsync(workspace));
        await workspace.TakenAsync(Lines(Ticket("t1", "Anna.Privat@Example.com"), Joined("anna.privat@example.com")), "application/x-ndjson");
        await Task.Delay(1000); // were it counted, it would be by now
        Assert.Equal((double[])[2, 2, 60, 1], await NumbersAsync(workspace));
        Assert.Contains("All ", await running.Stack.AggregatorAsync("verify"), StringComparison.Ordinal);
        Assert.Contains("Nothing is stored", await running.Stack.AggregatorAsync("erase", "--customer", "anna.privat@example.com", "--workspace", "erasing", "--dry-run"), StringComparison.Ordinal);
        var list = await File.ReadAllLinesAsync(Path.Combine(running.Stack.Folder, "erasures.ndjson"));
        Assert.Single(list);
        await using var database = NpgsqlDataSource.Create(running.Stack.Postgres);
        await using var whose = database.CreateCommand("select count(distinct data ->> 'customer') from log where workspace = 'erasing' and time < '2026-03-03Z'");
        Assert.Equal(2L, await whose.ExecuteScalarAsync());
    }

    private static async Task<double[]> NumbersAsync(Workspace workspace) =>
        [.. (await workspace.AskAsync(Everything)).GetProperty("data").EnumerateArray().Select(n => n.GetProperty("value").GetDouble())];

    private static string Lines(params string[] events) => string.Join('\n', events);

    private static string Ticket(string id, string customer, int day = 2) => Lines(
        Event("opened", id, $"{day:00}T09:00:00Z", $$"""{"channel":"email","customer":"{{customer}}"}"""),
        Event("replied", id, $"{day:00}T09:01:00Z", """{"author":"agent","agent":"sam"}"""),
        Event("resolved", id, $"{day:00}T09:02:00Z", """{"by":"agent","agent":"sam"}"""));

    private static string Joined(string customer) => Event("joined", customer, "02T10:00:00Z", $$"""{"customer":"{{customer}}"}""", "customer");

    private static string Event(string what, string subject, string at, string data, string of = "ticket") =>
        $$"""{"specversion":"1.0","id":"{{what}}-{{(of == "ticket" ? subject : "c")}}","source":"/own/a","type":"helpdesk.{{of}}.{{what}}","subject":"{{subject}}","time":"2026-03-{{at}}","data":{{data}}}""";
}
