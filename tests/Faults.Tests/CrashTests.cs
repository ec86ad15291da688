using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace KpiPlatform.Faults.Tests;

/// <summary>
/// A quorum queue of RabbitMQ 4 drops a message after 20 redeliveries when it has no dead-letter exchange, and says nothing. So: 25 crashes in
/// a row with the messages in hand, then a healthy aggregator, and nothing may be missing.
/// </summary>
public sealed class CrashTests
{
    private const int Crashes = 25;

    [Fact]
    public async Task Nothing_is_lost_when_a_consumer_crashes_25_times_with_the_messages_in_hand()
    {
        await using var stack = await KpiStack.StartAsync(aggregators: 0);
        using var workspace = await Workspace.NewAsync(stack, "crashes");
        var ledger = new Ledger(100);
        await ledger.SendAsync(workspace, connections: 8);
        for (var crash = 0; crash < Crashes; crash++)
            await TakeAndDropAsync(stack.RabbitMq, crash);

        await stack.StartAggregatorAsync();
        await Reckoning.SettleAsync(stack, workspace, ledger, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Nothing_is_lost_when_the_aggregator_is_killed_25_times_in_its_transaction()
    {
        await using var stack = await KpiStack.StartAsync(aggregators: 0);
        using var workspace = await Workspace.NewAsync(stack, "kills");
        await using var database = NpgsqlDataSource.Create(stack.Postgres);
        var ledger = new Ledger(100);
        await ledger.SendAsync(workspace, connections: 8);

        await using (var connection = await database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand("select from partitions for update", connection, transaction);
            await hold.ExecuteNonQueryAsync();
            // The next one starts while this one is held up, so that no second is spent on waiting.
            var active = stack.LaunchAggregator();
            for (var crash = 0; crash < Crashes; crash++)
            {
                var next = crash + 1 < Crashes ? stack.LaunchAggregator() : -1;
                await Eventually.HoldsAsync(async () => Assert.NotEqual(0, await HeldUpAsync(database)), TimeSpan.FromSeconds(60));
                await stack.KillAggregatorAsync(active);
                await Reckoning.AskAsync(database, "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
                active = next;
            }
        }

        Assert.Equal(0, await Reckoning.AskAsync(database, "select count(*) from log"));
        await stack.StartAggregatorAsync();
        await Reckoning.SettleAsync(stack, workspace, ledger, TimeSpan.FromSeconds(30));
    }

    /// <summary>Backends that wait for the partitions' lock: aggregators that have taken messages.</summary>
    private static Task<long> HeldUpAsync(NpgsqlDataSource database) =>
        Reckoning.AskAsync(database, "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");

    /// <summary>Takes what all partitions have, acknowledges nothing, and hangs up.</summary>
    private static async Task TakeAndDropAsync(Uri rabbit, int crash)
    {
        var connection = await new ConnectionFactory { Uri = rabbit, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        var (channel, taken, again) = (await connection.CreateChannelAsync(), 0, 0);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            Interlocked.Increment(ref taken);
            if (delivery.Redelivered) Interlocked.Increment(ref again);
            return Task.CompletedTask;
        };
        var waiting = 0u;
        for (var partition = 0; partition < 4; partition++)
        {
            await channel.BasicConsumeAsync(Reckoning.Queue(partition), autoAck: false, consumer);
        }

        await Eventually.HoldsAsync(async () =>
        {
            waiting = 0;
            for (var partition = 0; partition < 4; partition++) waiting += (await channel.QueueDeclarePassiveAsync(Reckoning.Queue(partition))).MessageCount;
            Assert.Equal(0u, waiting);
            Assert.NotEqual(0, Volatile.Read(ref taken));
        });
        Assert.True(crash == 0 || again == taken, $"crash {crash}: only {again} of {taken} messages were given again");
        await connection.AbortAsync();
        await connection.DisposeAsync();
    }
}
