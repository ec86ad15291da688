using System.Diagnostics;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Batching;
using MassTransit;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>A message as it waits for its transaction.</summary>
internal sealed record Received(IReadOnlyList<CanonicalEvent> Events, ActivityContext? Trace);

/// <summary>Hands a partition's messages to its worker; a message is acknowledged when the transaction that counted it is committed.</summary>
internal sealed class PartitionConsumer(Coalescer<Received> worker) : IConsumer<EventBatch>
{
    public Task Consume(ConsumeContext<EventBatch> context) => worker.SubmitAsync(new Received(context.Message.Events, Activity.Current?.Context));
}
