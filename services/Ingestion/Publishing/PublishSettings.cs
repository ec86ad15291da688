using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Bus;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>How events go to the broker.</summary>
internal sealed record PublishSettings
{
    public required BrokerAddress Broker { get; init; }

    public required int Partitions { get; init; }

    public int EventsPerMessage { get; init; } = EventBatch.MaxEvents;

    /// <summary>Messages of one partition that wait for their confirm at the same time. One: what arrives meanwhile travels together; two was slower in every trial.</summary>
    public int MessagesInFlight { get; init; } = 1;

    /// <summary>Events of one partition that may wait for a message; beyond it 503 at once.</summary>
    public int WaitingEvents { get; init; } = 2 * HttpLimits.Events;

    /// <summary>From having read the events to the answer, at most.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(1.6);

    /// <summary>
    /// A publish that has not come back after this is given up, so that its place is free again. The client does not always end one whose
    /// connection was lost; nobody waits for it any more, and what waits behind it must not.
    /// </summary>
    public TimeSpan GiveUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>KPI_GROUP_COMMIT=off</c> sends one message per event, for comparison: same exchange, same durability, as many in flight as serve it best.</summary>
    public static PublishSettings From(IConfiguration configuration)
    {
        var settings = new PublishSettings { Broker = configuration.RabbitMq(), Partitions = configuration.Partitions() };
        return string.Equals(configuration["KPI_GROUP_COMMIT"], "off", StringComparison.OrdinalIgnoreCase)
            ? settings with { EventsPerMessage = 1, MessagesInFlight = 256 }
            : settings;
    }
}
