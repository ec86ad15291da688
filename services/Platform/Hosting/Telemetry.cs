using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KpiPlatform.Platform.Hosting;

/// <summary>OpenTelemetry over OTLP, only when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set: unset, nothing is created and nothing is sent.</summary>
internal static class Telemetry
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "MassTransit", "Npgsql", "System.Net.Http", "KpiPlatform.*"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
        "System.Net.Http", "System.Runtime", "MassTransit", "Npgsql", "KpiPlatform.*",
    ];

    public static void Add(WebApplicationBuilder builder, string service)
    {
        // .NET 10 leaves server spans without tags unless this switch is off; it must be set before the web host is built.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;

        var version = Assembly.GetEntryAssembly()?.GetName().Version?.ToString(3);
        var sdk = OpenTelemetrySdk.Create(otel => otel
            .ConfigureResource(r => r.AddService(service, "kpi", version, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"))
            .WithTracing(t => t.AddSource(Sources).AddProcessor(new DropHealthSpans()))
            .WithMetrics(m => m.AddMeter(Meters).SetExemplarFilter(ExemplarFilterType.TraceBased))
            .WithLogging()
            .UseOtlpExporter());
        builder.Logging.Services.AddSingleton<ILoggerProvider>(new OpenTelemetryLoggerProviderOf(sdk));
        // Registered first, so it stops last and what the others did at the end is still sent.
        builder.Services.AddSingleton<IHostedService>(new Flush(sdk));
    }

    private sealed class Flush(OpenTelemetrySdk sdk) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            sdk.Dispose();
            return Task.CompletedTask;
        }
    }

    /// <summary>Hands log records to the SDK's own logger factory.</summary>
    private sealed class OpenTelemetryLoggerProviderOf(OpenTelemetrySdk sdk) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => sdk.GetLoggerFactory().CreateLogger(categoryName);

        public void Dispose()
        {
            // The SDK is disposed by Flush.
        }
    }

    /// <summary>Health probes would be most of the traces.</summary>
    private sealed class DropHealthSpans : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.GetTagItem("url.path") is string path && path.StartsWith("/health", StringComparison.Ordinal))
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
