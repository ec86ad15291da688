namespace KpiPlatform.Aggregator.Notices;

/// <summary>Sends what is to be announced, on the bus and to webhooks, as soon as it is due and until it has arrived. Every aggregator does: they share the work.</summary>
internal sealed partial class NoticeSender(Announcements announcements, Deliveries deliveries, StartUp startUp, TimeProvider clock, ILogger<NoticeSender> logger) : BackgroundService
{
    /// <summary>Webhooks told something at the same time.</summary>
    private const int Lanes = 4;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startUp.UntilItMayWorkAsync(stoppingToken);
        var sweptAt = DateTimeOffset.MinValue;
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => RepeatAsync("delivered", deliveries.DeliverOneAsync, stoppingToken))
            .Append(RepeatAsync("published", PublishAsync, stoppingToken)));

        async Task<bool> PublishAsync(CancellationToken ct)
        {
            if (clock.GetUtcNow() - sweptAt > BetweenSweeps)
            {
                await announcements.SweepAsync(ct);
                sweptAt = clock.GetUtcNow();
            }

            return await announcements.PublishAsync(ct) > 0;
        }
    }

    /// <summary>Works while there is work, and looks again after a pause.</summary>
    private async Task RepeatAsync(string what, Func<CancellationToken, Task<bool>> work, CancellationToken ct)
    {
        await Task.Yield();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await work(ct)) continue;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogLater(e, what);
            }

            await Task.Delay(Idle, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notices can't be {What} now; trying again in a second")]
    private partial void LogLater(Exception e, string what);
}
