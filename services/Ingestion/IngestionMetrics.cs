using System.Diagnostics;
using System.Diagnostics.Metrics;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Publishing;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Ingestion;

/// <summary>What ingestion counts, and the source of its spans; docs/telemetry.md says what each means. Every attribute is one of few words of ours.</summary>
internal sealed class IngestionMetrics(IMeterFactory meters)
{
    public const string Name = "KpiPlatform.Ingestion";

    public static readonly ActivitySource Source = new(Name);

    private readonly Meter meter = meters.Create(Name);

    private Counter<long> Events => field ??= meter.CreateCounter<long>("kpi.ingestion.events", "{event}", "Events by source and outcome: accepted, duplicate, ignored or refused (by reason).");

    private Counter<long> Requests => field ??= meter.CreateCounter<long>("kpi.ingestion.requests.refused", "{request}", "Requests that were not accepted, by source and the step that refused them.");

    private Histogram<double> Duration => field ??= meter.CreateHistogram("kpi.ingestion.publish.duration", "s", "From sending a message to the broker's confirm.", tags: null, HistogramBounds.Duration);

    private Histogram<long> Size => field ??= meter.CreateHistogram("kpi.ingestion.publish.events", "{event}", "Events in one message.", tags: null, HistogramBounds.Events);

    private Counter<long> SpoolEvents => field ??= meter.CreateCounter<long>("kpi.ingestion.spool.moved", "{event}", "Events that went into the spool, and that came out of it to the broker, by direction.");

    /// <summary>Messages on their way to a confirm.</summary>
    public UpDownCounter<long> InFlight => field ??= meter.CreateUpDownCounter<long>("kpi.ingestion.publish.in_flight", "{message}", "Messages that wait for their confirm.");

    public void Published(int events, TimeSpan took, string outcome)
    {
        Duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("kpi.outcome", outcome));
        Size.Record(events);
    }

    public void Spooled(int events) => SpoolEvents.Add(events, new KeyValuePair<string, object?>("kpi.direction", "in"));

    public void Drained(int events) => SpoolEvents.Add(events, new KeyValuePair<string, object?>("kpi.direction", "out"));

    /// <summary>Shows how the spool is, whenever somebody looks.</summary>
    public void Watch(Spool spool, Detour detour, TimeProvider time)
    {
        meter.CreateObservableGauge("kpi.ingestion.spool.events", () => spool.Status.Events, "{event}", "Events that wait on this machine's disk for the broker.");
        meter.CreateObservableGauge("kpi.ingestion.spool.size", () => spool.Status.Bytes, "By", "Bytes of the events that wait.");
        meter.CreateObservableGauge("kpi.ingestion.spool.limit", () => spool.MostBytes, "By", "Bytes that may wait.");
        meter.CreateObservableGauge("kpi.ingestion.spool.age", () => spool.Status.Oldest is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0, "s", "How long the oldest event has waited.");
        meter.CreateObservableGauge("kpi.ingestion.spool.detour", () => detour.IsTaken ? 1 : 0, "{flag}", "1 while events go to the spool, 0 while they go to the broker.");
        meter.CreateObservableGauge("kpi.ingestion.spool.set_aside", () => spool.Status.SetAside, "{event}", "Events that could not be read out of the spool and wait beside it for a new start.");
        meter.CreateObservableGauge("kpi.ingestion.spool.trouble", () => spool.Status.Trouble is not null || spool.IsFull ? 1 : 0, "{flag}", "1 while the spool takes nothing: it is full or cannot be written.");
        // From the start, so that the first move is a change.
        Spooled(0);
        Drained(0);
    }

    /// <summary>Shows how many shapes of refused payloads are kept.</summary>
    public void WatchRefused(Func<IEnumerable<long>> count) => meter.CreateObservableGauge(
        "kpi.quarantine.size", () => count().Select(n => new Measurement<long>(n, new KeyValuePair<string, object?>("kpi.kind", "payload"))), "{item}", "What is in quarantine.");

    /// <summary>A request that a step ended, and what was wrong with each of its events when that was why.</summary>
    public void Refused(string step, Intake intake)
    {
        Requests.Add(1, new("kpi.step", step), new("kpi.source", intake.SourceName));
        Count(intake.Readings, intake.SourceName);
    }

    public void Taken(Intake intake)
    {
        Count(intake.Accepted.Count, "accepted", intake.SourceName);
        Count(intake.Duplicates, "duplicate", intake.SourceName);
        Count(intake.Readings, intake.SourceName);
    }

    private void Count(IReadOnlyList<Reading> readings, string source)
    {
        foreach (var reading in readings)
        {
            if (reading is Reading.Ignored ignored) Count(1, "ignored", source, ignored.Reason.Word());
            else if (reading is Reading.Refused refused) Count(1, "refused", source, refused.Findings[0].Code);
        }
    }

    private void Count(int n, string outcome, string source, string? reason = null)
    {
        if (n <= 0) return;
        var tags = new System.Diagnostics.TagList { { "kpi.outcome", outcome }, { "kpi.source", source } };
        if (reason is not null) tags.Add("kpi.reason", reason);
        Events.Add(n, tags);
    }
}
