using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace KpiPlatform.Platform.Bus;

/// <summary>MassTransit on RabbitMQ as every service uses it.</summary>
public static class BusSetup
{
    private const int HighestBid = 1_000_000;

    /// <summary>Adds the bus; it connects in the background and keeps trying. <paramref name="configure"/> adds endpoints and publish settings.</summary>
    /// <param name="without">What the service's health is without a connection: degraded where it can do its work meanwhile.</param>
    public static IServiceCollection AddBus(
        this IServiceCollection services, BrokerAddress rabbit, Action<IRabbitMqBusFactoryConfigurator, IBusRegistrationContext>? configure = null, HealthStatus without = HealthStatus.Unhealthy) =>
        services.AddReceiveObserver<LostConnections>().AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.ConfigureHealthCheckOptions(options => options.MinimalFailureStatus = without);
            bus.UsingRabbitMq((context, rabbitmq) =>
            {
                rabbitmq.ConnectTo(rabbit, publishes: without == HealthStatus.Degraded);
                rabbitmq.ReconnectSoon();
                rabbitmq.ConfigureJsonSerializerOptions(Compact);
                configure?.Invoke(rabbitmq, context);
            });
        });

    /// <summary>
    /// A receive endpoint on a partition's queue, declared exactly as <see cref="BusTopology"/> does. What a consumer throws puts the message back
    /// (the broker counts, and dead-letters after 100 times); nothing goes to queues that nobody looks into.
    /// Each process bids for each partition with a number of its own: RabbitMQ 4 gives the partition to the highest, also when it comes later, so processes
    /// share the partitions out. An older one leaves it with who came first.
    /// </summary>
    public static void PartitionEndpoint(
        this IRabbitMqBusFactoryConfigurator rabbitmq, int partition, ushort prefetch, Action<IRabbitMqReceiveEndpointConfigurator> configure) =>
        rabbitmq.ReceiveEndpoint(BusNames.Partition(partition), endpoint =>
        {
            endpoint.ConfigureConsumeTopology = false;
            endpoint.PrefetchCount = prefetch;
            endpoint.Durable = true;
            endpoint.AutoDelete = false;
            endpoint.ConsumerPriority = RandomNumberGenerator.GetInt32(1, HighestBid);
            foreach (var (name, value) in QueueArguments.Partition) endpoint.SetQueueArgument(name, value);
            endpoint.RethrowFaultedMessages();
            endpoint.ThrowOnSkippedMessages();
            endpoint.ConfigureReceive(pipe => pipe.UseFilter(new LostConnections()));
            configure(endpoint);
        });

    /// <summary>A receive endpoint on the dead letters' queue, declared exactly as <see cref="BusTopology"/> does.</summary>
    public static void DeadLetterEndpoint(this IRabbitMqBusFactoryConfigurator rabbitmq, Action<IRabbitMqReceiveEndpointConfigurator> configure) =>
        rabbitmq.ReceiveEndpoint(BusNames.Dead, endpoint =>
        {
            endpoint.ConfigureConsumeTopology = false;
            endpoint.PrefetchCount = 4;
            endpoint.ExchangeType = ExchangeType.Fanout;
            foreach (var (name, value) in QueueArguments.Dead) endpoint.SetQueueArgument(name, value);
            configure(endpoint);
        });

    /// <summary>MassTransit indents and writes nulls by default, which makes a flat event with few members several times as long.</summary>
    private static JsonSerializerOptions Compact(JsonSerializerOptions options)
    {
        options.WriteIndented = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        return options;
    }

    private static void ConnectTo(this IRabbitMqBusFactoryConfigurator rabbitmq, BrokerAddress rabbit, bool publishes)
    {
        var address = rabbit.Factory;
        rabbitmq.Host(address.HostName, (ushort)address.Endpoint.Port, address.VirtualHost, host =>
        {
            host.Username(address.UserName);
            host.Password(address.Password);
            host.Heartbeat(TimeSpan.FromSeconds(10));
            host.RequestedConnectionTimeout(rabbit.ConnectionTimeout);
            // MassTransit declares its exchange again after a failed publish and waits this long for the answer; the default is 20 s. Who consumes has time:
            // a queue of a cluster that is just electing a leader takes longer.
            host.ContinuationTimeout(TimeSpan.FromSeconds(publishes ? 3 : 15));
            if (address.Ssl.Enabled) host.UseSsl(ssl => ssl.ServerName = address.HostName);
            if (rabbit.IsCluster) host.UseCluster(cluster => InTurn(rabbit).ForEach(cluster.Node));
        });
    }

    /// <summary>
    /// MassTransit tries the nodes in turn, one an attempt, and always begins with the first; so each process begins with another, lest one node has all
    /// connections and the others none.
    /// </summary>
    private static List<string> InTurn(BrokerAddress rabbit)
    {
        var nodes = rabbit.Endpoints.Select(node => string.Create(CultureInfo.InvariantCulture, $"{node.HostName}:{node.Port}")).ToList();
        var first = (Environment.MachineName.Sum(letter => letter) + Environment.ProcessId) % nodes.Count;
        return [.. nodes.Skip(first), .. nodes.Take(first)];
    }
}
