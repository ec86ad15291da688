using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Reconciling;

/// <summary>What reconciliation counts. How many of the fetched events the webhooks had missed is counted by the aggregator, which knows what is new.</summary>
internal sealed class ReconciliationMetrics
{
    private readonly ConcurrentDictionary<string, (string Source, DateTimeOffset At)> successes = new(StringComparer.Ordinal);
    private readonly Counter<long> pulled;
    private readonly Counter<long> refused;
    private readonly Counter<long> runs;
    private readonly TimeProvider time;

    public ReconciliationMetrics(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create(IngestionMetrics.Name);
        pulled = meter.CreateCounter<long>("kpi.reconciliation.pulled", "{event}", "Events fetched from vendors' APIs, known ones included, by source.");
        refused = meter.CreateCounter<long>("kpi.reconciliation.refused", "{item}", "Items of vendors' APIs whose shape is not known, by source.");
        runs = meter.CreateCounter<long>("kpi.reconciliation.runs", "{run}", "Pulls by source and outcome: succeeded, failed.");
        meter.CreateObservableGauge("kpi.reconciliation.age", Ages, "s", "Since the last pull that succeeded, of the source's connection that has waited longest.");
    }

    public void Pulled(string source, int events) => pulled.Add(events, Of(source));

    public void Refused(string source, int items)
    {
        if (items > 0) refused.Add(items, Of(source));
    }

    public void Succeeded(Connection connection)
    {
        // Of a source that nothing has been pulled of yet, too.
        pulled.Add(0, Of(connection.Source));
        refused.Add(0, Of(connection.Source));
        successes[connection.Id] = (connection.Source, time.GetUtcNow());
        runs.Add(1, Of(connection.Source), new KeyValuePair<string, object?>("kpi.outcome", "succeeded"));
    }

    public void Failed(string source) => runs.Add(1, Of(source), new KeyValuePair<string, object?>("kpi.outcome", "failed"));

    /// <summary>A connection that is gone grows no older.</summary>
    public void Forget(string connection) => successes.TryRemove(connection, out _);

    private static KeyValuePair<string, object?> Of(string source) => new("kpi.source", source);

    /// <summary>Of each source's connections the one that has waited longest.</summary>
    private IEnumerable<Measurement<double>> Ages() => successes.Values.GroupBy(success => success.Source, success => success.At)
        .Select(source => new Measurement<double>((time.GetUtcNow() - source.Min()).TotalSeconds, Of(source.Key)));
}
