using System.Diagnostics;
using System.Diagnostics.Metrics;
using KpiPlatform.Aggregator.Observing;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Bus;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>The spans and metrics of counting; docs/telemetry.md says what each means.</summary>
internal static class AggregatorTelemetry
{
    private static readonly Counter<long> Events = Observed.Meter.CreateCounter<long>("kpi.aggregator.events", "{event}", "Events taken from the queues, by outcome: new, duplicate, parked.");
    private static readonly Histogram<double> Duration = Observed.Meter.CreateHistogram("kpi.projection.duration", "s", "From a batch taken to its transaction committed.", tags: null, HistogramBounds.Duration);
    private static readonly Histogram<long> Size = Observed.Meter.CreateHistogram("kpi.projection.batch.size", "{event}", "Events in a transaction.", tags: null, HistogramBounds.Events);
    private static readonly Histogram<double> Lag = Observed.Meter.CreateHistogram("kpi.event.lag", "s", "From an event accepted to visible.", tags: null, HistogramBounds.Lag);
    private static readonly Counter<long> Failures = Observed.Meter.CreateCounter<long>("kpi.projection.failures", "{transaction}", "Transactions that failed and are tried again.");
    private static readonly Counter<long> DeadLetters = Observed.Meter.CreateCounter<long>("kpi.dead_letters", "{event}", "Events that the broker gave up delivering, put in quarantine.");
    private static readonly Counter<long> MissedEvents = Observed.Meter.CreateCounter<long>(
        "kpi.reconciliation.missed", "{event}", "Events that webhooks had missed, by source: fetched through its API, and new. A snapshot counts when it alone changed its ticket's facts.");

    /// <summary>
    /// The transaction's span: in the trace of one of the messages, which is that of an HTTP request that published it, with links to the other messages and
    /// to all requests whose events it counts. Every message's span links to it.
    /// </summary>
    public static Activity? StartBatch(int partition, IReadOnlyList<Received> messages, IReadOnlyList<CanonicalEvent> events)
    {
        if (!Observed.Spans.HasListeners()) return null;
        var requests = events.Select(e => e.TraceParent).Distinct(StringComparer.Ordinal)
            .Select(trace => ActivityContext.TryParse(trace, null, isRemote: true, out var context) ? context : default).Where(context => context != default).Take(SpanRules.MostLinks).ToList();
        var received = messages.Select(m => m.Span?.Context ?? default).Where(context => context != default).ToList();
        var parent = SpanRules.ParentOf(received.Count > 0 ? received : requests);
        var links = received.Where(context => context != parent).Concat(requests).Take(SpanRules.MostLinks).Select(context => new ActivityLink(context));
        var activity = Observed.Spans.StartActivity(ActivityKind.Consumer, parent, Tags(partition, messages.Count, events), links, name: "project");
        if (activity is null) return null;
        foreach (var message in messages) message.Span?.AddLink(new ActivityLink(activity.Context));
        return activity;
    }

    /// <summary>Tells what became of a batch, once it is committed.</summary>
    public static void Batch(int partition, IReadOnlyList<CanonicalEvent> events, Counted counted, TimeSpan took, DateTimeOffset now)
    {
        Count(partition, "new", counted.New);
        Count(partition, "parked", counted.Parked);
        Count(partition, "duplicate", events.Count - counted.New - counted.Parked);
        var of = Observed.Partition(partition);
        Size.Record(events.Count, of);
        Duration.Record(took.TotalSeconds, of);
        if (!Lag.Enabled) return;
        foreach (var e in events) Lag.Record((now - e.ReceivedAt).TotalSeconds, new KeyValuePair<string, object?>("kpi.origin", OriginOf(e)));
    }

    /// <summary>Counts what reconciliation found, once its transaction is committed.</summary>
    public static void Missed(BatchChange change)
    {
        foreach (var stream in change.Streams)
        {
            var fetched = stream.New.Where(e => e.Origin == Origin.Reconciliation).ToList();
            var facts = fetched.Count(e => e.Type != EventTypes.TicketObserved);
            var isNewsByItself = facts == 0 && fetched.Count == stream.New.Count && fetched.Count > 0 && stream.Facts is not { Added: [], Removed: [] };
            if (facts > 0 || isNewsByItself) MissedEvents.Add(Math.Max(facts, 1), new KeyValuePair<string, object?>("kpi.source", VendorOf(stream.Stream.Source)));
        }
    }

    public static void Failed(int partition) => Failures.Add(1, Observed.Partition(partition));

    public static void Dead(int events) => DeadLetters.Add(events);

    /// <summary>Shows what each partition has in hand.</summary>
    public static void Watch(IReadOnlyList<InHand> partitions, TimeProvider clock)
    {
        Observed.Meter.CreateObservableGauge(
            "kpi.partition.waiting", () => partitions.Select(p => new Measurement<long>(p.Events, Observed.Partition(p.Partition))), "{event}", "Events taken from the queue and not yet counted.");
        Observed.Meter.CreateObservableGauge(
            "kpi.partition.age", () => partitions.Select(p => new Measurement<double>(p.Age(clock.GetUtcNow()).TotalSeconds, Observed.Partition(p.Partition))), "s", "Since the oldest of them was accepted; 0 when there is none.");
        // From the start, so that the first one is a change.
        Dead(0);
        foreach (var partition in partitions) Failures.Add(0, Observed.Partition(partition.Partition));
    }

    private static IEnumerable<KeyValuePair<string, object?>> Tags(int partition, int messages, IReadOnlyList<CanonicalEvent> events) =>
    [
        new("messaging.system", "rabbitmq"), new("messaging.operation.type", "process"), new("messaging.operation.name", "project"),
        new("messaging.destination.name", BusNames.Partition(partition)), new("messaging.batch.message_count", messages), new("kpi.partition", partition), new("kpi.event.count", events.Count),
    ];

    private static void Count(int partition, string outcome, int events)
    {
        if (events > 0) Events.Add(events, Observed.Partition(partition), new("kpi.outcome", outcome));
    }

    private static string OriginOf(CanonicalEvent e) => e.Origin switch
    {
        null => "live",
        Origin.Import => "import",
        _ => "reconciliation",
    };

    /// <summary>Of <c>/zendesk/acme</c>, the same word as in ingestion's metrics.</summary>
    private static string VendorOf(string source) => source.Split('/', StringSplitOptions.RemoveEmptyEntries) is [var vendor, ..] ? vendor : source;
}
