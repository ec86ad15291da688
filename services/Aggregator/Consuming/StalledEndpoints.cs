using System.Diagnostics.CodeAnalysis;
using KpiPlatform.Platform.Bus;
using KpiPlatform.Platform.Hosting;
using MassTransit;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>
/// Starts the bus again when its endpoints do not come back though the broker does. MassTransit 8.4 takes a declaration that was given up, as on the node
/// of a cluster that has no majority yet, for the order to stop: the endpoint then says nothing and never tries again. When a second start
/// does not help either, the process ends, which whoever runs it starts again.
/// </summary>
internal sealed partial class StalledEndpoints(IBusControl bus, StartUp startUp, IConfiguration configuration, TimeProvider clock, ILogger<StalledEndpoints> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);

    /// <summary>Longer than MassTransit needs by itself: it tries every two seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (rabbit, partitions) = (configuration.RabbitMq(), configuration.Partitions());
        await startUp.UntilItMayWorkAsync(stoppingToken); // until then there are none on purpose
        var (since, restarted) = ((long?)null, false);
        for (; !stoppingToken.IsCancellationRequested; await Task.Delay(Look, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing))
        {
            var isHealthy = bus.CheckHealth().Status == BusHealthStatus.Healthy;
            since = isHealthy || !await AnswersAsync(rabbit, partitions, stoppingToken) ? null : since ?? clock.GetTimestamp();
            restarted &= !isHealthy;
            if (since is not { } begin || clock.GetElapsedTime(begin) < Patience) continue;
            // Not in order: what hangs would hang that too.
            if (restarted) Environment.FailFast("The broker answers, but the endpoints did not come back when the bus was started again: ending, to be started anew.");
            (since, restarted) = (null, true);
            await RestartAsync(stoppingToken);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the reason, it is said and tried again.")]
    private async Task RestartAsync(CancellationToken ct)
    {
        LogRestart();
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(LongestStart);
            await bus.StopAsync(patience.Token);
            await bus.StartAsync(patience.Token);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogFailure(e.Message);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Any failure means the same here.")]
    private static async Task<bool> AnswersAsync(BrokerAddress rabbit, int partitions, CancellationToken ct)
    {
        try
        {
            await BusTopology.CheckAsync(rabbit, partitions, ct);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker answers but the endpoints do not come back: starting the bus again")]
    private partial void LogRestart();

    [LoggerMessage(Level = LogLevel.Error, Message = "The bus could not be started again, trying on: {Why}")]
    private partial void LogFailure(string why);
}
