using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Bus;
using KpiPlatform.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace KpiPlatform.Platform.Tests.Bus;

public sealed class BusTopologyTests
{
    [Fact]
    public async Task Declaring_twice_changes_nothing_and_the_check_passes()
    {
        var vhost = await NewVhostAsync();
        await BusTopology.DeclareAsync(vhost, 3, CancellationToken.None);
        await BusTopology.DeclareAsync(vhost, 3, CancellationToken.None);
        await BusTopology.CheckAsync(vhost, 3, CancellationToken.None);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Another_number_of_partitions_is_refused_and_leaves_nothing_behind(int other)
    {
        var vhost = await NewVhostAsync();
        await BusTopology.DeclareAsync(vhost, 3, CancellationToken.None);
        var e = await Assert.ThrowsAsync<BusTopologyException>(() => BusTopology.DeclareAsync(vhost, other, CancellationToken.None));
        Assert.Contains("KPI_PARTITIONS", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => BusTopology.CheckAsync(vhost, 4, CancellationToken.None));
    }

    [Fact]
    public async Task A_queue_with_other_settings_is_named()
    {
        var vhost = await NewVhostAsync();
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("kpi.events.1", durable: true, exclusive: false, autoDelete: false);
        var e = await Assert.ThrowsAsync<BusTopologyException>(() => BusTopology.DeclareAsync(vhost, 2, CancellationToken.None));
        Assert.Contains("kpi.events.1", e.Message, StringComparison.Ordinal);
        await channel.QueueDeleteAsync("kpi.events.1");
    }

    [Fact]
    public async Task MassTransit_consumes_from_the_declared_queue_and_what_it_cannot_take_ends_in_the_dead_letter_queue()
    {
        var vhost = await NewVhostAsync();
        await BusTopology.DeclareAsync(vhost, 1, CancellationToken.None);
        var taken = new TaskCompletionSource<EventBatch>();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddBus(vhost, (rabbitmq, _) => rabbitmq.PartitionEndpoint(0, 4, endpoint => endpoint.Handler<EventBatch>(context =>
        {
            if (context.Message.Events[0].Id == "bad") throw new InvalidOperationException("cannot");
            taken.TrySetResult(context.Message);
            return Task.CompletedTask;
        })));
        using var host = builder.Build();
        await host.StartAsync();
        await SendAsync(host, "bad");
        await SendAsync(host, "good");
        var batch = await taken.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(Channel.Email, batch.Events[0].Data.Channel);
        await Eventually.AsyncTrue(async () => await DepthAsync(vhost, BusNames.Dead) == 1, TimeSpan.FromSeconds(30));
        await host.StopAsync();
    }

    private static async Task SendAsync(IHost host, string id)
    {
        var exchange = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{BusNames.Events}?type=direct"));
        var time = DateTimeOffset.UnixEpoch;
        var data = new EventData { Channel = Channel.Email };
        await exchange.Send(new EventBatch([new("acme", "/s", "t", id, EventTypes.TicketOpened, time, time, data)]), context => context.SetRoutingKey("0"));
    }

    private static async Task<uint> DepthAsync(Uri vhost, string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = vhost }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    private static async Task<Uri> NewVhostAsync() => await (await RabbitMqServer.GetAsync()).NewVhostAsync("topology");
}
