using System.Globalization;
using System.Text.Json;
using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>Every answer is right for some subset of the events, at every moment: while events stream in, shuffled, and while an aggregator dies.</summary>
public sealed class ConsistencyTests(RunningStack running) : IClassFixture<RunningStack>
{
    private const int Tickets = 400;
    private const string All = "from=2025-01-01&to=2026-01-01&timezone=UTC";
    private static readonly string[] Channels = ["email", "chat", "voice"];

    [Fact]
    public async Task Every_answer_adds_up_while_events_stream_in_and_an_aggregator_is_killed()
    {
        using var workspace = await Workspace.NewAsync(running.Stack, "consistency");
        var load = LoadAsync(workspace);
        var (answers, compared) = (0, 0);
        while (!load.IsCompleted)
        {
            await IdentitiesAsync(workspace);
            compared += await SumsAsync(workspace) ? 1 : 0;
            answers++;
        }

        await load;
        await Eventually.HoldsAsync(async () => Assert.Equal(Tickets, (await workspace.NumberAsync("tickets_opened", All)).GetProperty("value").GetInt32()), TimeSpan.FromSeconds(30));
        await IdentitiesAsync(workspace);
        Assert.True(await SumsAsync(workspace));
        Assert.True(answers >= 10 && compared >= 3, $"only {answers} answers and {compared} sums were looked at");
        TestContext.Current.TestOutputHelper?.WriteLine($"{answers} answers and {compared} sums under load all added up");
    }

    /// <summary>Within one answer, as a total and in each group: opened = resolved + open, and the classes of a score add up to its n.</summary>
    private static async Task IdentitiesAsync(Workspace workspace)
    {
        const string Kpis = "kpi=tickets_opened,tickets_resolved,backlog,unanswered,resolution_rate,csat_positive,csat_score";
        var total = (await workspace.AskAsync($"/v1/summary?{Kpis}&{All}")).GetProperty("data").EnumerateArray().ToDictionary(n => n.GetProperty("kpi").GetString()!, StringComparer.Ordinal);
        AddUp(total);
        var rows = (await workspace.AskAsync($"/v1/breakdown?{Kpis}&group_by=channel&{All}")).GetProperty("data").EnumerateArray();
        foreach (var row in rows)
            AddUp(row.GetProperty("kpis").EnumerateObject().ToDictionary(n => n.Name, n => n.Value, StringComparer.Ordinal));
    }

    private static void AddUp(Dictionary<string, JsonElement> numbers)
    {
        long Value(string kpi) => numbers[kpi].GetProperty("value").GetInt64();
        Assert.Equal(Value("tickets_opened"), Value("tickets_resolved") + Value("backlog"));
        Assert.True(Value("unanswered") <= Value("backlog"));
        Assert.Equal(Value("tickets_opened"), numbers["resolution_rate"].GetProperty("n").GetInt64());
        var score = numbers["csat_positive"];
        Assert.Equal(score.GetProperty("n").GetInt64(), score.GetProperty("parts").EnumerateObject().Sum(p => p.Value.GetInt64()));
        Assert.Equal(score.GetProperty("n").GetInt64(), numbers["csat_score"].GetProperty("n").GetInt64());
    }

    /// <summary>The groups of a breakdown add up to the total, when both are of the same version of the projections; false when they weren't.</summary>
    private static async Task<bool> SumsAsync(Workspace workspace)
    {
        var total = await workspace.AskAsync($"/v1/summary?kpi=tickets_opened,resolutions,backlog&{All}");
        var groups = await workspace.AskAsync($"/v1/breakdown?kpi=tickets_opened,resolutions,backlog&group_by=channel&{All}");
        if (Version(total) != Version(groups)) return false;
        foreach (var number in total.GetProperty("data").EnumerateArray())
            Assert.Equal(
                number.GetProperty("value").GetInt64(),
                groups.GetProperty("data").EnumerateArray().Sum(r => r.GetProperty("kpis").GetProperty(number.GetProperty("kpi").GetString()!).GetProperty("value").GetInt64()));
        return true;
    }

    private static long Version(JsonElement answer) => answer.GetProperty("meta").GetProperty("projection_version").GetInt64();

    /// <summary>Posts the tickets' events shuffled, in small bursts; a third of the way the aggregator is killed and another one started.</summary>
    private async Task LoadAsync(Workspace workspace)
    {
        var events = Enumerable.Range(0, Tickets).SelectMany(Story).ToArray();
        new Random(1).Shuffle(events);
        var bursts = events.Chunk(40).ToList();
        foreach (var (i, burst) in bursts.Index())
        {
            await workspace.TakenAsync(string.Join('\n', burst), "application/x-ndjson");
            await Task.Delay(150);
            if (i == bursts.Count / 3)
            {
                await running.Stack.KillAggregatorAsync(running.Aggregator);
                running.Aggregator = await running.Stack.StartAggregatorAsync();
            }
        }
    }

    private static IEnumerable<string> Story(int ticket)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"t{ticket}");
        var opened = new DateTimeOffset(2025, 9, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(10 * ticket);
        yield return Event("opened", 0, new { channel = Channels[ticket % 3] });
        yield return Event("replied", 5, new { author = "agent", agent = $"a{ticket % 7}" });
        if (ticket % 4 != 0) yield return Event("resolved", 30, new { });
        if (ticket % 5 == 0) yield return Event("reopened", 60, new { });
        if (ticket % 10 == 0) yield return Event("resolved", 90, new { });
        yield return Event("answered", 100, new { kind = "csat", score = 1 + (ticket % 5), scale = "1-5" }, "survey");

        string Event(string type, int minutes, object data, string family = "ticket") => JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id = $"{subject}/{type}/{minutes}",
            source = "/load/a",
            type = $"helpdesk.{family}.{type}",
            subject,
            time = opened.AddMinutes(minutes),
            data,
        });
    }
}
