using KpiPlatform.Platform.Bus;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>
/// Ends the process when messages wait in a partition that it has consumed, it holds none of them, and none comes for half a minute. After a broker's death under
/// load the clients used to leave one endpoint waiting for itself for ever, without a word, and call it healthy; <c>LostConnections</c> avoids the ways we know. Whoever runs the process starts it anew; nothing is lost by
/// that. An aggregator that never had the partition is only a stand-in for it, and says nothing.
/// </summary>
internal sealed partial class UntakenMessages(IReadOnlyList<InHand> partitions, StartUp startUp, IConfiguration configuration, TimeProvider clock, ILogger<UntakenMessages> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>In a row, with the same partition untaken.</summary>
    private const int MostLooks = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startUp.UntilItMayWorkAsync(stoppingToken);
        var (taken, untaken) = (new long[partitions.Count], new int[partitions.Count]);
        using var now = new PeriodicTimer(Look, clock);
        while (await now.WaitForNextTickAsync(stoppingToken))
        {
            var broker = await BusInspection.LookAsync(configuration.RabbitMq(), partitions.Count, Patience);
            foreach (var own in partitions)
            {
                var waits = broker.Queues.FirstOrDefault(q => q.Name == BusNames.Partition(own.Partition)) is { Messages: > 0 };
                var (before, here) = (taken[own.Partition], own.Taken);
                untaken[own.Partition] = waits && here > 0 && here == before && own.Events == 0 ? untaken[own.Partition] + 1 : 0;
                taken[own.Partition] = here;
                if (untaken[own.Partition] < MostLooks) continue;
                LogUntaken(own.Partition);
                // Not in order: what hangs would hang that too.
                Environment.FailFast($"Messages wait in partition {own.Partition}, and its consumer takes none.");
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Messages wait in partition {Partition}, and its consumer takes none: ending, to be started anew")]
    private partial void LogUntaken(int partition);
}
