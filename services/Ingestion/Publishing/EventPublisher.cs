using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Bus;
using KpiPlatform.Platform.Hosting;
using MassTransit;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>Publishes one message: persistent, mandatory (without a queue it comes back), confirmed.</summary>
internal sealed class EventPublisher(IBus bus, PublishSettings settings, Topology topology, IngestionMetrics metrics, TimeProvider time, ILogger<EventPublisher> logger)
{
    private static readonly Uri Exchange = new($"exchange:{BusNames.Events}?type=direct");

    /// <summary>
    /// Returns when the broker has confirmed. Who waits has a shorter deadline of its own: a cancelled publish makes MassTransit declare the exchange
    /// again, which blocks the next one while the broker does not answer, so it is cancelled only when it is given up, lest those of a long outage pile up.
    /// </summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Every reason means the same to the sender: not durable.")]
    public async Task PublishAsync(int partition, IReadOnlyList<Parcel> parcels)
    {
        CanonicalEvent[] events = [.. parcels.SelectMany(parcel => parcel.Events)];
        using var activity = StartActivity(partition, parcels, events.Length);
        var started = time.GetTimestamp();
        metrics.InFlight.Add(1);
        using var giveUp = new CancellationTokenSource(settings.GiveUp, time);
        try
        {
            await SendAsync(partition, new EventBatch(events), giveUp.Token).WaitAsync(giveUp.Token);
            metrics.Published(events.Length, time.GetElapsedTime(started), "confirmed");
        }
        catch (Exception e)
        {
            metrics.Published(events.Length, time.GetElapsedTime(started), "failed");
            activity.Fail(e);
            logger.LogWarning("The broker did not take a message of {Events} events for partition {Partition}: {Reason}", events.Length, partition, e.Message);
            if (e is MessageReturnedException) topology.Missing();
            throw new NotDurableException("The broker did not take the events; send them again, they count once.", e);
        }
        finally
        {
            metrics.InFlight.Add(-1);
        }
    }

    private async Task SendAsync(int partition, EventBatch batch, CancellationToken cancellationToken)
    {
        var exchange = await bus.GetSendEndpoint(Exchange);
        await exchange.Send(batch, context =>
        {
            context.SetRoutingKey(BusNames.RoutingKey(partition));
            context.Durable = true;
            ((RabbitMqSendContext)context).Mandatory = true;
        }, cancellationToken);
    }

    /// <summary>
    /// Goes on in the trace of one of the requests in the message and links to all of them; each of them links to it, so that from whichever one
    /// looks for its events the way leads on.
    /// </summary>
    private static Activity? StartActivity(int partition, IReadOnlyList<Parcel> parcels, int events)
    {
        if (!IngestionMetrics.Source.HasListeners()) return null;
        var requests = parcels.Select(parcel => parcel.Request).Where(request => request != default).Distinct().ToList();
        var links = requests.Take(SpanRules.MostLinks).Select(request => new ActivityLink(request));
        var activity = IngestionMetrics.Source.StartActivity(ActivityKind.Producer, SpanRules.ParentOf(requests), Tags(partition, events), links, name: "publish " + BusNames.Events);
        if (activity is null) return null;
        foreach (var span in parcels.Select(parcel => parcel.Span).Distinct()) span?.AddLink(new ActivityLink(activity.Context));
        return activity;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Tags(int partition, int events) =>
    [
        new("messaging.system", "rabbitmq"), new("messaging.operation.type", "send"), new("messaging.operation.name", "publish"), new("messaging.destination.name", BusNames.Events),
        new("messaging.rabbitmq.destination.routing_key", BusNames.RoutingKey(partition)), new("kpi.partition", partition), new("kpi.event.count", events),
    ];
}
