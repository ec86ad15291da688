using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace KpiPlatform.Platform.Hosting;

/// <summary>Tags that put a check under <c>/health/ready</c> or <c>/health/startup</c>. <c>/health/live</c> has no checks: the process answers.</summary>
public static class HealthTags
{
    public const string Ready = "ready";
    public const string Startup = "startup";
}

/// <summary>The health endpoints. The body names each check and says how it is, and nothing that would help an intruder.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", Only(_ => false));
        app.MapHealthChecks("/health/ready", Only(check => check.Tags.Contains(HealthTags.Ready)));
        app.MapHealthChecks("/health/startup", Only(check => check.Tags.Contains(HealthTags.Startup)));
    }

    private static HealthCheckOptions Only(Func<HealthCheckRegistration, bool> which) => new() { Predicate = which, ResponseWriter = WriteAsync };

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        if (report.Status == HealthStatus.Unhealthy) context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsJsonAsync(
            new
            {
                status = Word(report.Status),
                checks = report.Entries.Select(e => new
                {
                    name = e.Key,
                    status = Word(e.Value.Status),
                    detail = e.Value.Description,
                    duration_ms = Math.Round(e.Value.Duration.TotalMilliseconds, 1),
                }),
            },
            JsonSerializerOptions.Web, contentType: "application/json", context.RequestAborted);
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "failing",
    };
}

/// <summary>Not ready from the moment the process is told to stop, so that no new work is sent to it.</summary>
internal sealed class StoppingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("stopping") : HealthCheckResult.Healthy());
}
