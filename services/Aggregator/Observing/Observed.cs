using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KpiPlatform.Aggregator.Observing;

/// <summary>Where the aggregator's spans and metrics come from.</summary>
internal static class Observed
{
    private const string Name = "KpiPlatform.Aggregator";

    public static ActivitySource Spans { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);

    public static KeyValuePair<string, object?> Partition(int partition) => new("kpi.partition", partition);
}
