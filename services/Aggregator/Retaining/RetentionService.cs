using KpiPlatform.Aggregator.Erasing;
using KpiPlatform.Aggregator.Storage;
using Npgsql;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>Once a day, in every aggregator: lets go of the log and the numbers of what is older than they are kept, if they are not kept for ever, and forgets erasures that nothing on its way can be of.</summary>
internal sealed partial class RetentionService(NpgsqlDataSource database, Retention retention, StartUp startUp, Keep keep, TimeProvider clock, ILogger<RetentionService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startUp.UntilItMayWorkAsync(stoppingToken);
        using var daily = new PeriodicTimer(TimeSpan.FromDays(1), clock);
        do
        {
            try
            {
                await using (var db = await database.OpenConnectionAsync(stoppingToken)) await ErasureTable.SweepAsync(db, clock.GetUtcNow(), stoppingToken);
                if (keep.Log is null) continue;
                var report = await retention.RunAsync(keep, dryRun: false, stoppingToken);
                if (report.Retired > 0 || report.Events > 0) LogDone(report.Retired, report.Before, report.Events, report.Open);
                if (report.Facts > 0) LogNumbers(report.NumbersFrom!, report.Facts);
                if (!report.Done) LogCutOff();
            }
            catch (Exception e) when (e is NpgsqlException or SupersededException)
            {
                LogLater(e);
            }
        }
        while (await daily.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Let go of the log of {Streams} tickets and threads that had no event since {Before}: {Events} events deleted; {Open} more are open and stay")]
    private partial void LogDone(long streams, string before, long events, long open);

    [LoggerMessage(Level = LogLevel.Information, Message = "Let go of the numbers of before {From}: {Facts} rows deleted")]
    private partial void LogNumbers(string from, long facts);

    [LoggerMessage(Level = LogLevel.Information, Message = "A rebuild or another aggregator's pass is under way: the rest of the old log is let go of tomorrow")]
    private partial void LogCutOff();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old log could not be let go of; trying again tomorrow")]
    private partial void LogLater(Exception e);
}
