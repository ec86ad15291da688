using KpiPlatform.Aggregator.Storage;

namespace KpiPlatform.Aggregator.Consuming;

/// <summary>What a process does when another release has taken over the projections: it ends. Whoever runs it starts it again, and then it waits (<see cref="StartUp"/>).</summary>
internal sealed partial class Retreat(IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Retreat> logger)
{
    private static readonly TimeSpan UntilNobodyListens = TimeSpan.FromSeconds(2);

    /// <summary>Returns when the broker sends this process nothing more: messages given back before would come again, a hundred times, until they are dead letters.</summary>
    public Task BeginAsync(SupersededException why)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested) LogSuperseded(why.Message);
        lifetime.StopApplication();
        return Task.Delay(UntilNobodyListens, clock);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Why} This process ends, to wait after its next start")]
    private partial void LogSuperseded(string why);
}
