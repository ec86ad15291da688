using System.Diagnostics;
using System.Diagnostics.Metrics;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>The aggregator's spans and metrics.</summary>
internal static class AggregatorTelemetry
{
    private const int MostLinks = 128;
    private static readonly ActivitySource Source = new("KpiPlatform.Aggregator");
    private static readonly Meter Meter = new("KpiPlatform.Aggregator");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("kpi.aggregator.events", "{event}", "Events taken from the queues, duplicates included.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("kpi.projection.duration", "s", "From a batch taken to its transaction committed.");
    private static readonly Histogram<int> Size = Meter.CreateHistogram<int>("kpi.projection.batch", "{event}", "Events in a transaction.");
    private static readonly Counter<long> MissedEvents = Meter.CreateCounter<long>(
        "kpi.reconciliation.missed", "{event}", "Events that webhooks had missed, by source: fetched through its API, and new. A snapshot counts when it alone changed its ticket's facts.");
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>("kpi.event.lag", "s", "From an event accepted to visible, the oldest of each batch.");

    /// <summary>
    /// The transaction's span: in the trace of the first message, which is the trace of the HTTP request that published it, with links to
    /// all the other requests whose events it counts.
    /// </summary>
    public static Activity? StartBatch(int partition, IReadOnlyList<Received> messages, IReadOnlyList<CanonicalEvent> events)
    {
        if (!Source.HasListeners()) return null;
        var links = events.Select(e => e.TraceParent).Distinct(StringComparer.Ordinal).Take(MostLinks)
            .Select(trace => ActivityContext.TryParse(trace, null, isRemote: true, out var context) ? context : default)
            .Where(context => context != default).Select(context => new ActivityLink(context)).ToList();
        var parent = messages[0].Trace ?? (links.Count > 0 ? links[0].Context : default);
        var activity = Source.StartActivity("project", ActivityKind.Consumer, parent, links: links);
        activity?.SetTag("kpi.partition", partition);
        activity?.SetTag("messaging.batch.message_count", messages.Count);
        activity?.SetTag("kpi.events", events.Count);
        return activity;
    }

    /// <summary>Counts what reconciliation found, once its transaction is committed.</summary>
    public static void Missed(BatchChange change)
    {
        foreach (var stream in change.Streams)
        {
            var fetched = stream.New.Where(e => e.Origin == Origin.Reconciliation).ToList();
            var facts = fetched.Count(e => e.Type != EventTypes.TicketObserved);
            var isNewsByItself = facts == 0 && fetched.Count == stream.New.Count && fetched.Count > 0 && stream.Facts is not { Added: [], Removed: [] };
            if (facts > 0 || isNewsByItself) MissedEvents.Add(Math.Max(facts, 1), new KeyValuePair<string, object?>("source", VendorOf(stream.Stream.Source)));
        }
    }

    public static void Batch(int partition, IReadOnlyList<CanonicalEvent> events, TimeSpan took, DateTimeOffset now)
    {
        var of = new KeyValuePair<string, object?>("kpi.partition", partition);
        Events.Add(events.Count, of);
        Size.Record(events.Count, of);
        Duration.Record(took.TotalSeconds, of);
        Lag.Record((now - events.Min(e => e.ReceivedAt)).TotalSeconds, of);
    }

    /// <summary>Of <c>/zendesk/acme</c>, the same word as in ingestion's metrics.</summary>
    private static string VendorOf(string source) => source.Split('/', StringSplitOptions.RemoveEmptyEntries) is [var vendor, ..] ? vendor : source;
}
