using System.Diagnostics;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Batching;
using MassTransit;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>A message as it waits for its transaction.</summary>
/// <param name="Span">Open until then; null when nobody listens.</param>
internal sealed record Received(IReadOnlyList<CanonicalEvent> Events, Activity? Span);

/// <summary>Hands a partition's messages to its worker; a message is acknowledged when the transaction that counted it is committed.</summary>
internal sealed class PartitionConsumer(Coalescer<Received> worker, InHand inHand) : IConsumer<EventBatch>
{
    public async Task Consume(ConsumeContext<EventBatch> context)
    {
        var message = new Received(context.Message.Events, Activity.Current);
        inHand.Add(message);
        try
        {
            await worker.SubmitAsync(message);
        }
        finally
        {
            inHand.Remove(message);
        }
    }
}
