using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace KpiPlatform.Platform.Hosting;

/// <summary>Serilog on the console: lines for people on a terminal, JSON when <c>KPI_LOG=json</c> or the output is redirected; trace ids in both.</summary>
internal static class Logs
{
    private const string Line = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext} {Message:lj} {TraceId}{NewLine}{Exception}";

    public static void Add(WebApplicationBuilder builder, string service)
    {
        var level = LevelOf(builder.Configuration["KPI_LOG_LEVEL"]);
        var ofOthers = level > LogEventLevel.Warning ? level : LogEventLevel.Warning;
        var settings = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", ofOthers)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", level)
            .MinimumLevel.Override("MassTransit", ofOthers)
            .Enrich.WithProperty("Service", service)
            .ReadFrom.Configuration(builder.Configuration);
        var logger = (IsJson(builder.Configuration["KPI_LOG"])
            ? settings.WriteTo.Console(new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture))
            : settings.WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture)).CreateLogger();
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning); // a line per request helps nobody, neither here nor over OTLP
        builder.Logging.AddSerilog(logger, dispose: true);
    }

    private static bool IsJson(string? wanted) => wanted switch
    {
        "json" => true,
        "text" => false,
        _ => Console.IsOutputRedirected,
    };

    private static LogEventLevel LevelOf(string? text) =>
        Enum.TryParse<LogEventLevel>(text, ignoreCase: true, out var level) ? level : LogEventLevel.Information;
}
