using KpiPlatform.Aggregator.Consuming;
using KpiPlatform.Aggregator.Notices;
using KpiPlatform.Aggregator.Observing;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Aggregator.Retaining;
using KpiPlatform.Aggregator.Scheduling;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Kpis;
using KpiPlatform.Platform.Bus;
using KpiPlatform.Platform.Hosting;
using MassTransit;

namespace KpiPlatform.Aggregator;

/// <summary>The running service: what it is made of.</summary>
internal static class AggregatorHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args).AddPlatform("kpi-aggregator");
        var (rabbit, partitions) = (builder.Configuration.RabbitMq(), builder.Configuration.Partitions());
        var postgres = builder.Configuration.Required("KPI_POSTGRES", "an Npgsql connection string");
        builder.Services.AddSingleton(Primary.Open(postgres));
        builder.Services.AddSingleton(Catalogue.Default);
        builder.Services.AddSingleton<RulesTable>();
        builder.Services.AddSingleton(s => ActivatorUtilities.CreateInstance<ProjectionStore>(s));
        builder.Services.AddSingleton(s => ActivatorUtilities.CreateInstance<RefoldStore>(s));
        builder.Services.AddSingleton<QuarantineStore>();
        builder.Services.AddSingleton<Rebuild>();
        builder.Services.AddSingleton<StartUp>().AddSingleton<Retreat>();
        builder.Services.AddHostedService(s => s.GetRequiredService<StartUp>());
        builder.Services.AddHostedService<LogMonths>();
        builder.Services.AddHostedService<Refolding>();
        builder.Services.AddSingleton(s => ActivatorUtilities.CreateInstance<RetirementStore>(s))
            .AddSingleton(s => ActivatorUtilities.CreateInstance<OldNumbers>(s)).AddSingleton(s => ActivatorUtilities.CreateInstance<Retention>(s));
        builder.Services.AddSingleton(Keep.Of(builder.Configuration)).AddHostedService<RetentionService>();
        builder.Services.AddSingleton<IReadOnlyList<InHand>>([.. Enumerable.Range(0, partitions).Select(partition => new InHand(partition))]);
        builder.Services.AddHostedService<StalledEndpoints>().AddHostedService<UntakenMessages>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: [HealthTags.Ready, HealthTags.Startup]).AddCheck<CountingCheck>("counting", tags: [HealthTags.Ready]);
        builder.Services.AddNotices();
        StoreWatch.Add(builder.Services, builder.Configuration);
        QueueWatch.Add(builder.Services, builder.Configuration);
        WorkTelemetry.Watch();
        builder.Services.AddBus(rabbit, (rabbitmq, context) =>
        {
            rabbitmq.PublishNotices();
            PartitionEndpoints.Add(rabbitmq, context, partitions);
        });
        builder.Services.RemoveMassTransitHostedService(); // StartUp starts it when its time has come
        return builder.Build().UsePlatform();
    }
}
