using System.Diagnostics;
using System.Diagnostics.Metrics;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Aggregator.Observing;

/// <summary>The spans and metrics of what the aggregator does beside counting: rebuilding, folding again, telling.</summary>
internal static class WorkTelemetry
{
    private static readonly Counter<long> Rebuilt = Observed.Meter.CreateCounter<long>("kpi.rebuild.events", "{event}", "Events of the log that rebuilds have projected again.");
    private static readonly Counter<long> Refolded = Observed.Meter.CreateCounter<long>("kpi.refold.streams", "{stream}", "Streams folded again without an event: their time came, or their workspace has new rules.");
    private static readonly Counter<long> Notices = Observed.Meter.CreateCounter<long>("kpi.notices.sent", "{notice}", "Notices by outcome: published on the bus; to webhooks delivered, failed (tried again) or abandoned.");
    private static long left;
    private static int overdue;

    static WorkTelemetry()
    {
        Observed.Meter.CreateObservableGauge("kpi.rebuild.remaining", () => Interlocked.Read(ref left), "{event}", "Events that the rebuild under way has still to project.");
        Observed.Meter.CreateObservableGauge("kpi.refold.partitions", () => Volatile.Read(ref overdue), "{partition}", "Partitions with streams to fold again, when last looked.");
    }

    /// <summary>From the start, so that the first one is a change.</summary>
    public static void Watch()
    {
        RebuildProgress(0, 0);
        Refolded.Add(0);
        foreach (var outcome in (string[])["published", "delivered", "failed", "abandoned"]) Notice(outcome, 0);
    }

    /// <summary>A span for work that no request asked for.</summary>
    public static Activity? Start(string name, ActivityKind kind = ActivityKind.Internal) => Observed.Spans.StartActivity(name, kind, parentContext: default);

    /// <summary>The same around a whole piece of work, which says what it amounted to; a failure is the span's, too.</summary>
    public static async Task<T> TraceAsync<T>(string name, Func<Task<T>> work, Action<Activity, T> say)
    {
        using var activity = Start(name);
        try
        {
            var done = await work();
            if (activity is not null) say(activity, done);
            return done;
        }
        catch (Exception e)
        {
            activity.Fail(e);
            throw;
        }
    }

    public static void RebuildProgress(int done, long remaining)
    {
        Rebuilt.Add(done);
        Interlocked.Exchange(ref left, remaining);
    }

    /// <summary>So many partitions have streams to fold again.</summary>
    public static void Overdue(int partitions) => Volatile.Write(ref overdue, partitions);

    public static void Refold(int streams) => Refolded.Add(streams);

    public static void Notice(string outcome, int n = 1) => Notices.Add(n, new KeyValuePair<string, object?>("kpi.outcome", outcome));
}
