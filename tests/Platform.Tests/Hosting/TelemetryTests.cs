using System.Diagnostics;
using KpiPlatform.Platform.Hosting;
using Microsoft.Extensions.Configuration;

namespace KpiPlatform.Platform.Tests.Hosting;

public sealed class TelemetryTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("always_off", false)]
    [InlineData("parentbased_traceidratio", false)]
    public void The_environment_says_which_traces_are_kept(string? sampler, bool isKept)
    {
        using var source = new ActivitySource("KpiPlatform.Tests." + sampler);
        Environment.SetEnvironmentVariable("OTEL_TRACES_SAMPLER", sampler);
        Environment.SetEnvironmentVariable("OTEL_TRACES_SAMPLER_ARG", "0");
        try
        {
            using var telemetry = Start("http://127.0.0.1:1");
            Activity.Current = null;
            using (var root = source.StartActivity("root")) Assert.Equal(isKept, root?.Recorded ?? false);
            // A caller's decision holds, unless nothing is to be kept.
            using var child = source.StartActivity("child", ActivityKind.Server, new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true));
            Assert.Equal(sampler != "always_off", child?.Recorded ?? false);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_TRACES_SAMPLER", null);
            Environment.SetEnvironmentVariable("OTEL_TRACES_SAMPLER_ARG", null);
        }
    }

    [Fact]
    public void Without_an_endpoint_nothing_is_created()
    {
        using var source = new ActivitySource("KpiPlatform.Tests.Nobody");
        Assert.Null(Start(""));
        Assert.False(source.HasListeners());
    }

    private static IDisposable? Start(string endpoint) =>
        Telemetry.Start(new ConfigurationBuilder().AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)]).Build(), "kpi-test");
}
