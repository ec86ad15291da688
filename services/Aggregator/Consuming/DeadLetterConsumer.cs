using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;
using MassTransit;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>
/// Parks what the broker gave up delivering: a message whose consumer died with it a hundred times. It may be the cause, so it is not tried
/// again by itself; <c>quarantine retry</c> does.
/// </summary>
internal sealed class DeadLetterConsumer(QuarantineStore quarantine, int partitions) : IConsumer<EventBatch>
{
    private const string Reason = "Its message was given back to the broker over and over: the process that was counting it ended each time.";

    public async Task Consume(ConsumeContext<EventBatch> context)
    {
        foreach (var own in context.Message.Events.GroupBy(e => Partitioning.Of(e.Workspace, e.Source, e.Subject, partitions)))
            await quarantine.ParkAsync(own.Key, [.. own], Reason, context.CancellationToken);
        AggregatorTelemetry.Dead(context.Message.Events.Count);
    }
}
