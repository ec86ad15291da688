using System.Text.Json.Serialization;
using KpiPlatform.Kpis;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;
using KpiPlatform.Query.Asking;
using KpiPlatform.Query.Configuring;
using KpiPlatform.Query.Endpoints;
using KpiPlatform.Query.Observing;
using KpiPlatform.Query.Reading;

namespace KpiPlatform.Query.Hosting;

/// <summary>What this service is made of.</summary>
internal static class QueryHost
{
    /// <summary>How long a statement may take; what ready cells answer takes milliseconds.</summary>
    private static readonly TimeSpan StatementTimeout = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddPlatform("kpi-query");
        builder.AddQuery();

        var app = builder.Build();
        app.UsePlatform();
        app.MapQuery();
        await app.RunAsync();
        return 0;
    }

    public static void AddQuery(this WebApplicationBuilder builder)
    {
        var databases = new Databases(builder.Configuration, StatementTimeout);
        var services = builder.Services;
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddSingleton(Catalogue.Default);
        services.AddSingleton(_ => databases).AddSingleton(_ => databases.Answers);
        services.AddSingleton<QuestionParser>().AddSingleton<TargetReader>().AddSingleton<Reader>().AddSingleton<VersionTag>().AddSingleton<Answering>();
        services.AddSingleton(_ => new RulesStore(databases)).AddSingleton<Items>();
        services.AddSingleton(_ => new WebhookStore(databases)).AddSingleton<Webhooks>();
        services.AddSingleton<RateLimits>().AddSingleton<DatabaseErrors>().AddSingleton<QueryTelemetry>();
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: [HealthTags.Ready, HealthTags.Startup])
            .AddCheck<KeysCheck>("keys", tags: [HealthTags.Ready, HealthTags.Startup]);
        services.AddQueryDocument();
    }

    public static void MapQuery(this WebApplication app)
    {
        var errors = app.Services.GetRequiredService<DatabaseErrors>();
        var limits = app.Services.GetRequiredService<RateLimits>();
        var metrics = app.MapGroup("/v1").RequireScope(Scopes.MetricsRead).AddEndpointFilter(app.Services.GetRequiredService<QueryTelemetry>()).AddEndpointFilter(limits).AddEndpointFilter(errors);
        KpisEndpoint.Map(metrics);
        SummaryEndpoint.Map(metrics);
        TimeseriesEndpoint.Map(metrics);
        BreakdownEndpoint.Map(metrics);
        ItemEndpoints.Map(metrics, CalendarItems.Kind);
        ItemEndpoints.Map(metrics, TargetItems.Kind);
        WebhookEndpoints.Map(metrics);
        DistributionEndpoint.Map(metrics);
        app.MapOpenApi("/openapi/{documentName}.json");
    }
}
