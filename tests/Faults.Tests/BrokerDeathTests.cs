using Npgsql;

namespace KpiPlatform.Faults.Tests;

/// <summary>
/// The broker is killed while the aggregator holds more messages of it than the client has room for acknowledgements. Without LostConnections four of five times one of its
/// consumers waits for itself for ever after that. Nobody starts the aggregator again here, so UntakenMessages would end this test, too.
/// </summary>
public sealed class BrokerDeathTests
{
    [Fact]
    public async Task The_aggregator_counts_on_after_the_broker_was_killed_under_the_messages_it_was_counting()
    {
        var broker = await RabbitMqServer.GetAsync();
        Assert.SkipUnless(broker.CanControl, "this RabbitMQ was given (KPI_TEST_RABBITMQ), so it is not ours to kill");
        await using var stack = await KpiStack.StartAsync();
        using var workspace = await Workspace.NewAsync(stack, "death");
        await using var database = NpgsqlDataSource.Create(stack.Postgres);
        var ledger = new Ledger(100);
        await using (var connection = await database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand("select from partitions for update", connection, transaction);
            await hold.ExecuteNonQueryAsync();
            await ledger.SendAsync(workspace, connections: 8);
            await Eventually.HoldsAsync(async () => Assert.Equal(4, await Reckoning.AskAsync(database,
                "select count(distinct query) * count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")));
            await broker.RestartAsync(kill: true);
        }

        // The messages in hand were not acknowledged: they are there again, and go only if somebody takes them again.
        await Reckoning.SettleAsync(stack, workspace, ledger, TimeSpan.FromSeconds(150));
    }
}
