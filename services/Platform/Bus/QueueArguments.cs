namespace KpiPlatform.Platform.Bus;

/// <summary>The queues' arguments, once: who declares them differently is refused by the broker (PRECONDITION_FAILED).</summary>
internal static class QueueArguments
{
    /// <summary>
    /// A partition: one consumer at a time. Dead-lettering at least once needs reject-publish; without a dead-letter exchange a quorum queue of
    /// RabbitMQ 4 drops a message after 20 redeliveries, that is, after 20 crashes of its consumer.
    /// </summary>
    public static Dictionary<string, object?> Partition => new(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-single-active-consumer"] = true,
        ["x-dead-letter-exchange"] = BusNames.Dead,
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
        ["x-delivery-limit"] = 100,
    };

    public static Dictionary<string, object?> Dead => new(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = 100_000,
    };

    public static Dictionary<string, object?> PartitionCount(int partitions) => new(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-max-length"] = partitions,
    };
}
