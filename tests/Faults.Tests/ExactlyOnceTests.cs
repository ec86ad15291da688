using System.Diagnostics;
using System.Globalization;

namespace KpiPlatform.Faults.Tests;

/// <summary>Whatever dies meanwhile: every event answered with 202 is counted exactly once, and none that was sent again counts twice.</summary>
public sealed class ExactlyOnceTests
{
    private const int Connections = 64;

    /// <summary>About 5,000 in the suite; KPI_FAULT_EVENTS for more.</summary>
    private static int Tickets => (int.TryParse(Environment.GetEnvironmentVariable("KPI_FAULT_EVENTS"), CultureInfo.InvariantCulture, out var events) ? events : 5000) / 4;

    private static TimeSpan Patience => TimeSpan.FromSeconds(60 + (Tickets / 250));

    [Fact]
    public async Task Every_event_counts_once_while_the_broker_and_the_aggregator_are_killed()
    {
        var broker = await RabbitMqServer.GetAsync();
        Assert.SkipUnless(broker.CanControl, "this RabbitMQ was given (KPI_TEST_RABBITMQ), so it is not ours to kill");
        await using var stack = await KpiStack.StartAsync();
        using var workspace = await Workspace.NewAsync(stack, "faults", Connections);
        var (ledger, since) = (new Ledger(Tickets), Stopwatch.StartNew());
        var sending = ledger.SendAsync(workspace, Connections);

        await WhenDoneAsync(ledger, 0.3, sending);
        await broker.RestartAsync(kill: true);
        await WhenDoneAsync(ledger, 0.6, sending);
        await stack.KillAggregatorAsync(0);
        await stack.StartAggregatorAsync();
        await sending;
        Report(ledger, since.Elapsed, "the broker and the aggregator were killed once");

        await Reckoning.SettleAsync(stack, workspace, ledger, Patience);
        Report(ledger, since.Elapsed, "and all were counted once");
    }

    [Fact]
    public async Task Every_event_counts_once_with_two_aggregators_of_which_one_is_killed()
    {
        await using var stack = await KpiStack.StartAsync(aggregators: 2);
        using var workspace = await Workspace.NewAsync(stack, "two", Connections);
        var (ledger, since) = (new Ledger(Tickets), Stopwatch.StartNew());
        var sending = ledger.SendAsync(workspace, Connections);

        await WhenDoneAsync(ledger, 0.5, sending);
        await stack.KillAggregatorAsync(0); // the first to come has the partitions
        await sending;
        Report(ledger, since.Elapsed, "one of two aggregators was killed");

        await Reckoning.SettleAsync(stack, workspace, ledger, Patience);
    }

    private static async Task WhenDoneAsync(Ledger ledger, double share, Task sending)
    {
        while (ledger.Done < share * ledger.Events)
        {
            if (sending.IsFaulted) await sending;
            await Task.Delay(5);
        }
    }

    private static void Report(Ledger ledger, TimeSpan took, string what) => TestContext.Current.TestOutputHelper?.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{ledger.Events} events in {took.TotalSeconds:0.0} s while {what}: {ledger}"));
}
