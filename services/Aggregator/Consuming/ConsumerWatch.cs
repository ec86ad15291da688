using KpiPlatform.Platform.Bus;
using KpiPlatform.Platform.Hosting;
using MassTransit;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>
/// Ends the process when the broker is well and this aggregator's consumers have been gone for a minute. Seen once, with a broker killed under load: the
/// client's connection never ended, so nothing tried again. Whoever runs the process starts it anew, and what was in hand comes again.
/// </summary>
internal sealed partial class ConsumerWatch(IBusControl bus, StartUp startUp, IConfiguration configuration, TimeProvider clock, ILogger<ConsumerWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startUp.Outcome.WaitAsync(stoppingToken); // until then there are none on purpose
        using var now = new PeriodicTimer(Look, clock);
        long? since = null;
        while (await now.WaitForNextTickAsync(stoppingToken))
        {
            var health = bus.CheckHealth();
            if (health.Status == BusHealthStatus.Healthy || !await IsBrokerWellAsync())
            {
                since = null;
                continue;
            }

            since ??= clock.GetTimestamp();
            if (clock.GetElapsedTime(since.Value) < Longest) continue;
            LogGone(health.Description);
            // Not in order: what hangs would hang that too.
            Environment.FailFast("The broker is well and the consumers have been gone for a minute.");
        }
    }

    private async Task<bool> IsBrokerWellAsync()
    {
        var broker = await BusInspection.LookAsync(configuration.RabbitMq(), configuration.Partitions(), TimeSpan.FromSeconds(5));
        return broker is { Unreachable: null, Obstacle: null };
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The broker is well, but the consumers have been gone for a minute and do not come back by themselves; ending, to be started anew: {Health}")]
    private partial void LogGone(string health);
}
