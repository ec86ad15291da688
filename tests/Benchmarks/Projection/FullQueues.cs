using KpiPlatform.Benchmarks.Running;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Bus;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KpiPlatform.Benchmarks.Projection;

/// <summary>Puts events into the partition queues as ingestion does: the same message, by the same library, confirmed.</summary>
internal static class FullQueues
{
    private const int PerMessage = 250;
    private const int InFlight = 16;
    private static readonly Uri Exchange = new($"exchange:{BusNames.Events}?type=direct");

    /// <returns>How many distinct events there are.</returns>
    public static async Task<long> FillAsync(Uri rabbit, IEnumerable<CanonicalEvent> events)
    {
        await BusTopology.DeclareAsync(rabbit, Bench.Partitions, CancellationToken.None);
        await using var services = new ServiceCollection().AddLogging().AddBus(rabbit).BuildServiceProvider();
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        var underway = new Queue<Task>();
        foreach (var (partition, batch) in Messages(events, distinct))
        {
            if (underway.Count == InFlight) await underway.Dequeue();
            underway.Enqueue(SendAsync(bus, partition, batch));
        }

        await Task.WhenAll(underway);
        await bus.StopAsync();
        return distinct.Count;
    }

    private static IEnumerable<(int Partition, EventBatch Batch)> Messages(IEnumerable<CanonicalEvent> events, HashSet<string> distinct)
    {
        var waiting = Enumerable.Range(0, Bench.Partitions).Select(_ => new List<CanonicalEvent>(PerMessage)).ToArray();
        foreach (var e in events)
        {
            distinct.Add(e.Id);
            var partition = Partitioning.Of(e.Workspace, e.Source, e.Subject, waiting.Length);
            waiting[partition].Add(e);
            if (waiting[partition].Count < PerMessage) continue;
            yield return (partition, new EventBatch(waiting[partition]));
            waiting[partition] = new(PerMessage);
        }

        for (var partition = 0; partition < waiting.Length; partition++)
        {
            if (waiting[partition].Count > 0) yield return (partition, new EventBatch(waiting[partition]));
        }
    }

    private static async Task SendAsync(IBus bus, int partition, EventBatch batch)
    {
        var exchange = await bus.GetSendEndpoint(Exchange);
        await exchange.Send(batch, context =>
        {
            context.SetRoutingKey(BusNames.RoutingKey(partition));
            context.Durable = true;
        });
    }
}
