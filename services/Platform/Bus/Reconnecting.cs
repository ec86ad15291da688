using System.Runtime.CompilerServices;
using MassTransit;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.RetryPolicies;

namespace KpiPlatform.Platform.Bus;

/// <summary>
/// How soon MassTransit tries to connect again. Its own policy waits longer each time, up to 30 s: an attempt just before a broker is ready
/// costs that much more, in which ingestion answers 503 to everybody. There is no setting for it, so the waits it has are shortened; the
/// version is pinned, and another one that has no such fields fails at the start (MissingFieldException).
/// </summary>
internal static class Reconnecting
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    public static void ReconnectSoon(this IRabbitMqBusFactoryConfigurator rabbitmq)
    {
        var policy = (ExponentialRetryPolicy)Host((RabbitMqBusFactoryConfigurator)rabbitmq).ReceiveTransportRetryPolicy;
        foreach (ref var wait in Waits(policy).AsSpan())
        {
            if (wait > LongestWait) wait = LongestWait;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_hostConfiguration")]
    private static extern ref IRabbitMqHostConfiguration Host(RabbitMqBusFactoryConfigurator configurator);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_intervals")]
    private static extern ref TimeSpan[] Waits(ExponentialRetryPolicy policy);
}
