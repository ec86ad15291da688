using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Platform.Batching;
using KpiPlatform.Platform.Bus;
using MassTransit;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>
/// One endpoint and one worker for each partition, in every process: the broker lets one of them be active (single active consumer) and
/// hands the partition to another when that one is gone.
/// </summary>
internal static class PartitionEndpoints
{
    /// <summary>Messages a partition may hold unacknowledged.</summary>
    private const ushort Prefetch = 64;

    /// <summary>Events in one transaction, about.</summary>
    private const int BatchSize = 5000;

    public static void Add(IRabbitMqBusFactoryConfigurator rabbitmq, IServiceProvider services, int partitions)
    {
        var inHand = services.GetRequiredService<IReadOnlyList<InHand>>();
        for (var partition = 0; partition < partitions; partition++)
        {
            var worker = ActivatorUtilities.CreateInstance<PartitionWorker>(services, partition);
            var options = new CoalescerOptions<Received> { MaxWeight = BatchSize, Capacity = int.MaxValue, Weigh = m => Math.Max(1, m.Events.Count) };
            var consumer = new PartitionConsumer(new Coalescer<Received>(options, worker.ProjectAsync), inHand[partition]);
            rabbitmq.PartitionEndpoint(partition, Prefetch, endpoint =>
            {
                endpoint.ClearSerialization();
                endpoint.AddDeserializer(new BatchDeserializerFactory(), isDefault: true);
                endpoint.AddSerializer(new BatchDeserializerFactory(), isSerializer: true);
                endpoint.Consumer(() => consumer);
            });
        }

        AggregatorTelemetry.Watch(inHand, services.GetRequiredService<TimeProvider>());
        var quarantine = services.GetRequiredService<QuarantineStore>();
        rabbitmq.DeadLetterEndpoint(endpoint => endpoint.Consumer(() => new DeadLetterConsumer(quarantine, partitions)));
    }
}
