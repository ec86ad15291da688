using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace KpiPlatform.Faults.Tests;

/// <summary>
/// A cluster of three RabbitMQ nodes, two ingestions and three aggregators, of which nodes die under load. Starting it takes longer than the suite
/// has: KPI_CLUSTER_SECONDS=60 KPI_CLUSTER_RATE=300 runs it.
/// </summary>
public sealed class ClusterTests
{
    private const int Connections = 32;

    private static int Seconds => Setting("KPI_CLUSTER_SECONDS", 0);

    private static int PerSecond => Setting("KPI_CLUSTER_RATE", 300);

    [Fact]
    public async Task Nothing_is_lost_and_nothing_counts_twice_while_nodes_of_the_cluster_die()
    {
        Assert.SkipUnless(Seconds > 0, "by hand: KPI_CLUSTER_SECONDS=60");
        var since = Stopwatch.StartNew();
        await using var cluster = await RabbitMqCluster.StartAsync();
        Say($"three nodes after {since.Elapsed.TotalSeconds:0.0} s");
        await using var stack = await KpiStack.StartAsync(aggregators: 3, cluster.Address);
        using var workspace = await Workspace.NewAsync(stack, "cluster", Connections);
        using var second = workspace.Through(await stack.AddIngestionAsync(), Connections);
        Say(await cluster.CtlAsync(0, "list_queues", "name", "leader", "members"));
        using var done = new CancellationTokenSource();
        var keeping = stack.KeepAggregatorsAsync(done.Token);
        var ledger = new Ledger(Seconds * PerSecond, allAtOnce: false);
        var counted = new Standstill(stack.Postgres);
        var sending = Task.WhenAll(ledger.SendAsync(workspace, Connections), ledger.SendAsync(second, Connections));

        await PhaseAsync("all nodes", ledger, counted, () => Task.CompletedTask);
        var leader = await cluster.LeaderAsync(Reckoning.Queue(0));
        await PhaseAsync($"node {leader}, which leads partition 0, killed", ledger, counted, () => cluster.KillAsync(leader));
        await PhaseAsync("it is started again", ledger, counted, () => cluster.StartAsync(leader));
        await PhaseAsync("two nodes killed", ledger, counted, () => Task.WhenAll(cluster.KillAsync(0), cluster.KillAsync(1)));
        await PhaseAsync("they are started again", ledger, counted, () => Task.WhenAll(cluster.StartAsync(0), cluster.StartAsync(1)));
        ledger.Close();
        await sending;
        since.Restart();
        await Reckoning.SettleAsync(stack, workspace, ledger, TimeSpan.FromMinutes(5));
        Say($"the rest is counted and verified {since.Elapsed.TotalSeconds:0.0} s later");

        Say($"{ledger.Events} events, counted once each: {ledger}");
        Say(await cluster.CtlAsync(0, "list_queues", "name", "leader", "online"));
        Assert.False(ledger.Answers.ContainsKey("503"), $"refused: {ledger}");
        await done.CancelAsync();
        Say($"{await keeping} aggregators ended by themselves and were started again");
    }

    /// <summary>Does something under load, goes on for a fifth of the time, and says how posts and counting went meanwhile.</summary>
    private static async Task PhaseAsync(string what, Ledger ledger, Standstill counted, Func<Task> begin)
    {
        var (started, ready) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
        var phase = BeginAsync();
        var still = counted.WatchAsync(phase);
        await ledger.FeedAsync(PerSecond, enough: phase);
        await phase;
        var (count, longest) = await still;
        var took = ledger.Posts.Where(post => post.Started >= started).Select(post => post.Took.TotalMilliseconds).Order().ToList();
        Say(string.Create(CultureInfo.InvariantCulture,
            $"{what} ({ready.TotalSeconds:0.0} s): {took.Count} posts, p50 {At(0.5):0.0} ms, p99 {At(0.99):0} ms, slowest {At(1):0} ms; {count} counted, longest standstill {longest.TotalSeconds:0.0} s"));

        async Task BeginAsync()
        {
            await begin();
            ready = Stopwatch.GetElapsedTime(started);
            await Task.Delay(TimeSpan.FromSeconds(Seconds / 5.0));
        }

        double At(double share) => took.Count == 0 ? 0 : took[(int)((took.Count - 1) * share)];
    }

    private static void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var n) ? n : otherwise;

    /// <summary>The longest time in which nothing new was counted.</summary>
    private sealed class Standstill(string postgres)
    {
        public async Task<(long Count, TimeSpan Longest)> WatchAsync(Task until)
        {
            await using var database = NpgsqlDataSource.Create(postgres);
            var first = await CountAsync();
            var (last, at, longest) = (first, Stopwatch.GetTimestamp(), TimeSpan.Zero);
            while (!until.IsCompleted)
            {
                await Task.Delay(50);
                var now = await CountAsync();
                var still = Stopwatch.GetElapsedTime(at);
                if (still > longest) longest = still;
                if (now > last) (last, at) = (now, Stopwatch.GetTimestamp());
            }

            return (last - first, longest);

            Task<long> CountAsync() => Reckoning.AskAsync(database, "select sum(last_seq) from partitions");
        }
    }
}
