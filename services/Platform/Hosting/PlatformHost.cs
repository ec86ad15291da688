using System.Text.Json;
using System.Text.Json.Serialization;
using KpiPlatform.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KpiPlatform.Platform.Hosting;

/// <summary>What every host needs: logs, telemetry, problem details, health and the keys file.</summary>
public static class PlatformHost
{
    /// <summary>Call first. <paramref name="service"/> is the name under which logs and traces appear, e.g. <c>kpi-ingestion</c>.</summary>
    public static WebApplicationBuilder AddPlatform(this WebApplicationBuilder builder, string service)
    {
        Logs.Add(builder, service);
        Telemetry.Add(builder, service);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddHealthChecks().AddCheck<StoppingCheck>("accepting", tags: [HealthTags.Ready]);
        builder.Services.AddPlatformProblems();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        });
        return builder;
    }

    /// <summary>Call before any endpoint is mapped: outermost span and error handling, the key check of <see cref="Authorization.RequireScope"/>, and <c>/health/*</c>.</summary>
    public static WebApplication UsePlatform(this WebApplication app)
    {
        app.UseHttpSpans();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseRequiredScopes();
        app.MapHealth();
        return app;
    }
}
