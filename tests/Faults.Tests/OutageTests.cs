using System.Diagnostics;
using System.Globalization;

namespace KpiPlatform.Faults.Tests;

/// <summary>The broker is away for long while a help desk that never sends twice goes on, and ingestion is killed on top of it.</summary>
public sealed class OutageTests
{
    private const int Connections = 64;

    /// <summary>12 s under 300 events a second in the suite; KPI_OUTAGE_SECONDS=60 KPI_OUTAGE_RATE=500 for the whole promise.</summary>
    private static int Outage => Setting("KPI_OUTAGE_SECONDS", 12);

    private static int PerSecond => Setting("KPI_OUTAGE_RATE", 300);

    [Fact]
    public async Task Nothing_is_lost_and_nothing_counts_twice_while_the_broker_is_away_and_ingestion_is_killed()
    {
        var broker = await RabbitMqServer.GetAsync();
        Assert.SkipUnless(broker.CanControl, "this RabbitMQ was given (KPI_TEST_RABBITMQ), so it is not ours to kill");
        await using var stack = await KpiStack.StartAsync();
        using var workspace = await Workspace.NewAsync(stack, "outage", Connections);
        var ledger = new Ledger((Outage + 10) * PerSecond / 4, allAtOnce: false);
        var sending = Task.WhenAll(ledger.SendAsync(workspace, Connections), ledger.FeedAsync(PerSecond));

        await Task.Delay(TimeSpan.FromSeconds(3));
        var began = Stopwatch.GetTimestamp();
        await broker.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(Outage / 2.0));
        await stack.KillIngestionAsync();
        await stack.StartIngestionAsync();
        await Task.Delay(TimeSpan.FromSeconds(Outage) - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest ? rest : TimeSpan.Zero);
        var ended = Stopwatch.GetTimestamp();
        Say(ledger.Posts.Where(post => post.Started >= began), $"during {Stopwatch.GetElapsedTime(began, ended).TotalSeconds:0} s without a broker");

        await broker.StartAgainAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        await stack.KillIngestionAsync(); // while it drains
        await stack.StartIngestionAsync();
        await sending;
        Say(ledger.Posts.Where(post => post.Started >= ended), "after it was started again");

        Assert.False(ledger.Answers.ContainsKey("503"), $"refused: {ledger}");
        Assert.True(ledger.Posts.Count(post => post.Started >= began && post.Started <= ended) > Outage * PerSecond / 2, "the help desk stood still");
        await Reckoning.SettleAsync(stack, workspace, ledger, TimeSpan.FromSeconds(60 + (ledger.Events / 500)));
        Say(ledger.Posts, $"in all, counted once each: {ledger}");
    }

    private static void Say(IEnumerable<Post> posts, string when)
    {
        var took = posts.Select(post => post.Took.TotalMilliseconds).Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{took.Count} posts {when}: p50 {At(0.5):0.0} ms, p95 {At(0.95):0.0} ms, p99 {At(0.99):0.0} ms, slowest {At(1):0} ms"));

        double At(double share) => took.Count == 0 ? 0 : took[(int)((took.Count - 1) * share)];
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var n) ? n : otherwise;
}
