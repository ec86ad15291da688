using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Bus;
using MassTransit;

namespace KpiPlatform.Aggregator.Notices;

/// <summary>What sending notices is made of.</summary>
internal static class NoticesSetup
{
    public static void AddNotices(this IServiceCollection services)
    {
        services.AddSingleton<WebhookClient>().AddSingleton<Deliveries>().AddSingleton<Announcements>();
        services.AddHostedService<NoticeSender>();
    }

    /// <summary>Notices are published on an exchange of their own.</summary>
    public static void PublishNotices(this IRabbitMqBusFactoryConfigurator rabbitmq) => rabbitmq.Message<SlaStateChanged>(m => m.SetEntityName(BusNames.Notices));
}
