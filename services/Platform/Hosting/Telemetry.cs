using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KpiPlatform.Platform.Hosting;

/// <summary>
/// OpenTelemetry over OTLP, only when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set: unset, nothing is created and nothing is sent. What is sent is told
/// in docs/telemetry.md; the SDK's other variables (<c>OTEL_TRACES_SAMPLER</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c>, …) hold as well.
/// </summary>
public static class Telemetry
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "MassTransit", "Npgsql", "System.Net.Http", "KpiPlatform.*"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
        "System.Net.Http", "System.Runtime", "Npgsql", "KpiPlatform.*",
    ];

    /// <summary>Whether anything is sent: what is only asked for its sake need not be asked else.</summary>
    public static bool IsOn(IConfiguration configuration) => configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };

    /// <summary>For a program that is no host: traces and metrics until it is disposed of; null when nothing is to be sent.</summary>
    public static IDisposable? Start(IConfiguration configuration, string service) => IsOn(configuration) ? Create(service) : null;

    internal static void Add(WebApplicationBuilder builder, string service)
    {
        // .NET 10 leaves server spans without tags unless this switch is off; it must be set before the web host is built.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
        if (!IsOn(builder.Configuration)) return;
        var sdk = Create(service);
        builder.Logging.Services.AddSingleton<ILoggerProvider>(new OpenTelemetryLoggerProviderOf(sdk));
        // Registered first, so it stops last and what the others did at the end is still sent.
        builder.Services.AddSingleton<IHostedService>(new Flush(sdk));
    }

    private static OpenTelemetrySdk Create(string service)
    {
        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return OpenTelemetrySdk.Create(otel => otel
            .ConfigureResource(r => r.AddService(service, "kpi", version, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"))
            .WithTracing(t => t.AddSource(Sources).AddProcessor(new SpanRedaction()))
            .WithMetrics(m => m.AddMeter(Meters).AddView(WithoutHosts).SetExemplarFilter(ExemplarFilterType.TraceBased))
            .WithLogging(_ => { }, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter());
    }

    /// <summary>Whom we send requests to is decided by callers (webhooks) and would make a series each.</summary>
    private static MetricStreamConfiguration? WithoutHosts(System.Diagnostics.Metrics.Instrument instrument) => instrument.Meter.Name == "System.Net.Http"
        ? new MetricStreamConfiguration { TagKeys = ["http.request.method", "http.response.status_code", "error.type", "http.connection.state"] }
        : null;

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
}
