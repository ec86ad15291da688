using System.Text.Json;

namespace KpiPlatform.Faults.Tests;

/// <summary>Answers come from a replica; what workspaces decide goes to the primary; the primary dies and the replica takes its place.</summary>
public sealed class ReplicaTests
{
    private const int Connections = 16;
    private const int PerSecond = 400;
    private const string All = "/v1/summary?kpi=tickets_opened,tickets_resolved,first_response_time,csat_score&from=2025-01-01&to=2026-01-01&timezone=UTC";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_replica_answers_says_when_it_is_behind_goes_on_without_the_primary_and_takes_its_place()
    {
        Environment.SetEnvironmentVariable("KPI_REPLICA_DELAY_S", "2");
        await using var pair = await PostgresPair.StartAsync();
        await using var stack = await KpiStack.StartAsync(postgres: pair.Either, replica: pair.Replica);
        using var workspace = await Workspace.NewAsync(stack, "replica", Connections);
        var ledger = new Ledger(300, allAtOnce: false);
        var sending = ledger.SendAsync(workspace, Connections);

        await ledger.FeedAsync(PerSecond, 400);
        await AnswersAsync(workspace, tickets: 100);
        await workspace.PutAsync("/v1/calendars/office", MorningTickets.Calendar("00:00", "12:00"));
        Assert.Equal("UTC", (await workspace.AskAsync("/v1/calendars/office")).GetProperty("timezone").GetString());
        await stack.AggregatorAsync("verify");

        await pair.OnReplicaAsync("select pg_wal_replay_pause()");
        await ledger.FeedAsync(PerSecond, 800);
        await Eventually.HoldsAsync(async () => Assert.Contains("replica_behind", await MetaAsync(workspace), StringComparison.Ordinal), Patience);
        Assert.Contains(" behind", await HealthAsync(stack), StringComparison.Ordinal);
        Assert.Equal(100, Opened(await workspace.AskAsync(All)));
        await pair.OnReplicaAsync("select pg_wal_replay_resume()");
        await AnswersAsync(workspace, tickets: 200);
        await Eventually.HoldsAsync(async () => Assert.DoesNotContain("replica_behind", await MetaAsync(workspace), StringComparison.Ordinal), Patience);

        var feeding = ledger.FeedAsync(PerSecond);
        await pair.KillPrimaryAsync();
        Assert.InRange(Opened(await workspace.AskAsync(All)), 200, 300);
        Assert.Contains("primary does not answer", await HealthAsync(stack), StringComparison.Ordinal);
        await pair.PromoteAsync();
        await feeding;
        await sending;
        await Reckoning.SettleAsync(stack, workspace, ledger, Patience);
        await workspace.PutAsync("/v1/calendars/office", MorningTickets.Calendar("00:00", "13:00"));
    }

    private static Task AnswersAsync(Workspace workspace, int tickets) =>
        Eventually.HoldsAsync(async () => Assert.Equal(tickets, Opened(await workspace.AskAsync(All))), Patience);

    private static async Task<string> MetaAsync(Workspace workspace) => (await workspace.AskAsync(All)).GetProperty("meta").ToString();

    private static int Opened(JsonElement summary) =>
        summary.GetProperty("data").EnumerateArray().Single(n => n.GetProperty("kpi").GetString() == "tickets_opened").GetProperty("value").GetInt32();

    private static async Task<string> HealthAsync(KpiStack stack)
    {
        using var http = new HttpClient { BaseAddress = stack.QueryUrl };
        return await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative));
    }
}
