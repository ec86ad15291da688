using KpiPlatform.Platform.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace KpiPlatform.Platform.Bus;

/// <summary>Exchanges and queues of the installation. Every service may declare them at its start: declaring twice changes nothing.</summary>
public static class BusTopology
{
    /// <summary>Declares everything; works on RabbitMQ 3.10 and 4. Throws <see cref="BusTopologyException"/> when the broker holds something else under these names.</summary>
    public static async Task DeclareAsync(BrokerAddress rabbit, int partitions, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(rabbit, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await DeclareAsync(channel, partitions, cancellationToken);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason is { ReplyCode: Constants.PreconditionFailed } reason)
        {
            throw reason.ReplyText.Contains(BusNames.Partitions, StringComparison.Ordinal)
                ? new BusTopologyException($"This broker was set up with another number of partitions than {partitions} (KPI_PARTITIONS); it cannot change once events have been taken. {reason.ReplyText}", e)
                : new BusTopologyException($"The broker has a queue or exchange of this name with other settings; move it away or use another virtual host. {reason.ReplyText}", e);
        }
    }

    /// <summary>
    /// Whether events can be taken now: everything is there, and the broker takes publishes. The latter is tried with a message that no queue gets
    /// (mandatory, so it comes back): a broker in disk or memory alarm still answers questions but reads no publishes. Throws when not.
    /// </summary>
    public static async Task CheckAsync(BrokerAddress rabbit, int partitions, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(rabbit, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken);
        await channel.ExchangeDeclarePassiveAsync(BusNames.Events, cancellationToken);
        for (var partition = 0; partition < partitions; partition++)
            await channel.QueueDeclarePassiveAsync(BusNames.Partition(partition), cancellationToken);
        try
        {
            await channel.BasicPublishAsync("", "kpi.readiness.no-such-queue", mandatory: true, ReadOnlyMemory<byte>.Empty, cancellationToken);
        }
        catch (PublishException e) when (e.IsReturn)
        {
            // As meant: the broker read it and had nowhere to put it.
        }
    }

    private static async Task DeclareAsync(IChannel channel, int partitions, CancellationToken cancellationToken)
    {
        // The number of partitions first: a start with a wrong one must not leave queues behind.
        await channel.QueueDeclareAsync(BusNames.Partitions, durable: true, exclusive: false, autoDelete: false, QueueArguments.PartitionCount(partitions), cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(BusNames.Dead, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(BusNames.Dead, durable: true, exclusive: false, autoDelete: false, QueueArguments.Dead, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(BusNames.Dead, BusNames.Dead, "", cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(BusNames.Notices, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(BusNames.Events, ExchangeType.Direct, durable: true, cancellationToken: cancellationToken);
        for (var partition = 0; partition < partitions; partition++)
        {
            var queue = BusNames.Partition(partition);
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, QueueArguments.Partition, cancellationToken: cancellationToken);
            await channel.QueueBindAsync(queue, BusNames.Events, BusNames.RoutingKey(partition), cancellationToken: cancellationToken);
        }
    }

    internal static Task<IConnection> ConnectAsync(BrokerAddress rabbit, CancellationToken cancellationToken)
    {
        var factory = rabbit.Factory;
        factory.ClientProvidedName = "kpi topology";
        factory.AutomaticRecoveryEnabled = false;
        factory.RequestedConnectionTimeout = rabbit.ConnectionTimeout;
        factory.HandshakeContinuationTimeout = rabbit.ConnectionTimeout;
        factory.ContinuationTimeout = TimeSpan.FromSeconds(5);
        // Of several nodes the client takes any that answers.
        return factory.CreateConnectionAsync(rabbit.Endpoints, cancellationToken);
    }
}

/// <summary>The broker holds other things under our names than this installation needs; waiting does not help.</summary>
public sealed class BusTopologyException(string message, Exception innerException) : OperatorException(message, innerException);
