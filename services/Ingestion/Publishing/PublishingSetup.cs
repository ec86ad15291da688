using KpiPlatform.Ingestion.Credentials;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Platform.Bus;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>What takes events from a request to the broker.</summary>
internal static class PublishingSetup
{
    public static void AddPublishing(this WebApplicationBuilder builder)
    {
        var settings = PublishSettings.From(builder.Configuration);
        builder.Services.AddBus(settings.Broker, without: HealthStatus.Degraded);
        QueueWatch.Add(builder.Services, builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(SpoolSettings.From(builder.Configuration));
        builder.Services.AddSingleton<Topology>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Topology>());
        builder.Services.AddSingleton<BrokerProbe>();
        builder.Services.AddSingleton<Detour>();
        builder.Services.AddSingleton<Spool>();
        builder.Services.AddHostedService<SpoolDrain>();
        builder.Services.AddSingleton<IngestionMetrics>();
        builder.Services.AddSingleton<EventPublisher>();
        builder.Services.AddSingleton<GroupCommit>();
        builder.Services.AddSingleton<SenderLimits>();
        builder.Services.AddSingleton<Inbound>();
        builder.Services.AddSingleton<BrokerCheck>();
        builder.Services.AddHealthChecks()
            .AddCheck<BrokerCheck>("broker", tags: [HealthTags.Ready])
            .AddCheck<SpoolCheck>("spool", tags: [HealthTags.Ready])
            .AddCheck<KeysCheck>("keys", tags: [HealthTags.Ready, HealthTags.Startup]);
    }
}
