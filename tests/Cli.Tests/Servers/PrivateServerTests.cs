using System.Text;
using KpiPlatform.Testing;
using Npgsql;
using RabbitMQ.Client;

namespace KpiPlatform.Cli.Tests.Servers;

public sealed class PrivateServerTests
{
    [Fact]
    public async Task A_message_of_a_durable_queue_outlives_a_restart_and_a_kill_of_RabbitMQ()
    {
        var server = await RabbitMqServer.GetAsync();
        Assert.SkipUnless(server.CanControl, "The broker was given: it is not ours to restart.");
        var vhost = await server.NewVhostAsync();
        await PublishAsync(vhost, "kept");

        await server.RestartAsync(kill: false);
        await server.RestartAsync(kill: true);

        Assert.Equal("kept", await TakeAsync(vhost));
    }

    [Fact]
    public async Task A_committed_row_outlives_a_restart_and_a_kill_of_PostgreSQL()
    {
        var server = await PostgresServer.GetAsync();
        Assert.SkipUnless(server.CanControl, "The database was given: it is not ours to restart.");
        var database = await server.NewDatabaseAsync();
        await RunAsync(database, "create table t (word text); insert into t values ('kept')");

        await server.RestartAsync(kill: true);
        await server.RestartAsync(kill: false);

        Assert.Equal("kept", await RunAsync(database, "select word from t"));
    }

    private static async Task PublishAsync(Uri uri, string text)
    {
        await using var connection = await new ConnectionFactory { Uri = uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync("q", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.BasicPublishAsync("", "q", mandatory: true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes(text));
    }

    private static async Task<string?> TakeAsync(Uri uri)
    {
        await using var connection = await new ConnectionFactory { Uri = uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        for (var attempt = 0; attempt < 100; attempt++, await Task.Delay(100))
            if (await channel.BasicGetAsync("q", autoAck: true) is { } message)
                return Encoding.UTF8.GetString(message.Body.Span);
        return null;
    }

    private static async Task<object?> RunAsync(string database, string sql)
    {
        NpgsqlConnection.ClearAllPools();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
