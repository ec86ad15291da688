using KpiPlatform.Aggregator.Schema;
using Npgsql;

namespace KpiPlatform.Aggregator.Scheduling;

/// <summary>Makes the log's partitions for the months to come, once a day.</summary>
internal sealed partial class LogMonths(NpgsqlDataSource database, StartUp startUp, TimeProvider clock, ILogger<LogMonths> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startUp.UntilItMayWorkAsync(stoppingToken);
        using var daily = new PeriodicTimer(TimeSpan.FromDays(1), clock);
        do
        {
            try
            {
                await using var db = await database.OpenConnectionAsync(stoppingToken);
                await Migrator.AddLogMonthsAsync(db, clock.GetUtcNow(), stoppingToken);
            }
            catch (NpgsqlException e)
            {
                LogLater(e); // until then the default partition takes the rows
            }
        }
        while (await daily.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log's next months could not be made; trying again tomorrow")]
    private partial void LogLater(Exception e);
}
