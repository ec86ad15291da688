using System.Globalization;

namespace KpiPlatform.Platform.Bus;

/// <summary>The names on the broker. They are operational contracts: renaming one strands what is in the old.</summary>
public static class BusNames
{
    /// <summary>Direct exchange; the routing key is the partition's number.</summary>
    public const string Events = "kpi.events";

    /// <summary>Fanout exchange and queue for what could not be delivered.</summary>
    public const string Dead = "kpi.dead";

    /// <summary>Where the client moves a dead letter that could not be parked.</summary>
    public const string DeadUnread = Dead + "_error";

    /// <summary>Where the client moves a dead letter that is no message of ours.</summary>
    public const string DeadUnknown = Dead + "_skipped";

    /// <summary>Fanout exchange for what the platform has to say: who wants to hear it binds a queue.</summary>
    public const string Notices = "kpi.notices";

    /// <summary>An empty queue whose length limit records the installation's number of partitions, so that a start with another number is refused by the broker.</summary>
    public const string Partitions = "kpi.partitions";

    /// <summary>The queue of a partition.</summary>
    public static string Partition(int partition) => string.Create(CultureInfo.InvariantCulture, $"{Events}.{partition}");

    /// <summary>The routing key of a partition.</summary>
    public static string RoutingKey(int partition) => partition.ToString(CultureInfo.InvariantCulture);
}
