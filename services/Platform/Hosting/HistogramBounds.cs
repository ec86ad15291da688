using System.Diagnostics.Metrics;

namespace KpiPlatform.Platform.Hosting;

/// <summary>The boundaries of our histograms: the aims of docs/telemetry.md are among them.</summary>
public static class HistogramBounds
{
    /// <summary>Seconds from an event accepted to visible.</summary>
    public static InstrumentAdvice<double> Lag { get; } = new() { HistogramBucketBoundaries = [.05, .1, .25, .5, 1, 2, 5, 10, 20, 30, 60, 300, 3600] };

    /// <summary>Seconds that a request or a transaction takes.</summary>
    public static InstrumentAdvice<double> Duration { get; } = new() { HistogramBucketBoundaries = [.001, .0025, .005, .01, .025, .05, .1, .2, .25, .5, 1, 2.5, 5, 10, 30] };

    /// <summary>Events that travel together.</summary>
    public static InstrumentAdvice<long> Events { get; } = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] };
}
