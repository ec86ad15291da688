using System.Globalization;
using KpiPlatform.Platform.Bus;

namespace KpiPlatform.Aggregator.Inspecting;

/// <summary>What the state of the broker means, together with how far the database is.</summary>
internal static class BusFindings
{
    /// <summary>Behind this far, or without a transaction for this long while something waits, somebody should look.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(60);

    public static IEnumerable<Finding> Of(BusState bus, TablesState? tables, int partitions, DateTimeOffset now)
    {
        if (bus.Unreachable is { } why)
            return [Finding.Wrong("broker", why, "broker-lost", "start it, or correct KPI_RABBITMQ; events go to ingestion's spool meanwhile (./kpi logs rabbitmq)")];
        return OfQueues(bus).Concat(Enumerable.Range(0, partitions).SelectMany(p => OfPartition(p, bus, tables, now)));
    }

    private static IEnumerable<Finding> OfQueues(BusState bus)
    {
        yield return bus.Obstacle is { } obstacle
            ? Finding.Wrong("broker", $"it takes no publishes: {obstacle}; events go to ingestion's spool", obstacle.Contains("disk", StringComparison.Ordinal) ? "disk-full" : "broker-lost", "rabbitmqctl alarms; make room on its disk, or give it memory")
            : Finding.Well("broker", "takes events");
        var missing = bus.Queues.Where(q => !q.Exists && q.Name is not (BusNames.DeadUnread or BusNames.DeadUnknown)).Select(q => q.Name).ToList();
        if (missing.Count > 0)
            yield return Finding.Wrong("queues", $"missing: {string.Join(", ", missing)}; what was in them is lost", "broker-lost", "ingestion declares them again by itself; if not: restart it");
        var dead = bus.Queues.Where(q => q.Messages > 0 && q.Name.StartsWith(BusNames.Dead, StringComparison.Ordinal)).ToList();
        yield return dead.Count == 0
            ? Finding.Well("dead letters", "none")
            : Finding.Wrong("dead letters", Invariant($"{string.Join(", ", dead.Select(q => Invariant($"{q.Messages} in {q.Name}")))}"), "dead-letters", "./kpi logs aggregator");
        if (bus.Queues.FirstOrDefault(q => q.Name == BusNames.Dead) is { Exists: true, Consumers: 0 })
            yield return Finding.Wrong("dead letters", "nobody parks them", "lag", "start an aggregator");
    }

    private static IEnumerable<Finding> OfPartition(int partition, BusState bus, TablesState? tables, DateTimeOffset now)
    {
        var queue = bus.Queues.FirstOrDefault(q => q.Name == BusNames.Partition(partition));
        if (queue is not { Exists: true }) yield break;
        var (until, committed) = (tables?.CountedUntil.ElementAtOrDefault(partition), tables?.CommittedAt.ElementAtOrDefault(partition));
        var (name, utc) = (Invariant($"partition {partition}"), now.UtcDateTime);
        var waiting = Invariant($"{queue.Messages} messages wait; counted is what arrived until {(until is { } at ? at.ToString("u", CultureInfo.InvariantCulture) : "(nothing yet)")}");
        if (queue.Consumers == 0)
            yield return Finding.Wrong(name, $"no aggregator; {waiting}", "lag", "start one; ./kpi logs aggregator says why it ended");
        else if (queue.Messages > 0 && utc - (committed ?? DateTime.MinValue) > Behind)
            yield return Finding.Wrong(name, $"it does not advance; {waiting}", "lag", "./kpi logs aggregator; is the database well?");
        else if (queue.Messages > 0 && utc - (until ?? utc) > Behind)
            yield return Finding.Wrong(name, $"behind by {Invariant($"{(utc - until!.Value).TotalSeconds:0} s")}; {waiting}", "lag", "it catches up by itself unless more arrives than is counted");
        else
            yield return Finding.Well(name, waiting);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
