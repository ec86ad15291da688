using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Testing;

/// <summary>Its aggregators: started, killed, kept.</summary>
public sealed partial class KpiStack
{
    /// <summary>SIGKILL: no goodbye, nothing flushed.</summary>
    public Task KillAggregatorAsync(int number) => _processes[_aggregators[number].Name].StopAsync(Native.SigKill, TimeSpan.FromSeconds(5));

    /// <returns>The number of the new aggregator, for <see cref="KillAggregatorAsync"/>.</returns>
    public async Task<int> StartAggregatorAsync()
    {
        var service = NextAggregator();
        await StartAsync(service);
        return _aggregators.IndexOf(service);
    }

    /// <summary>What an aggregator's /health/ready says; null when it does not answer.</summary>
    public async Task<string?> AggregatorHealthAsync(int number) => await Health.OfAsync(_aggregators[number].Url, CancellationToken.None);

    public bool IsAggregatorAlive(int number) => _processes[_aggregators[number].Name].IsAlive;

    /// <summary>Starts those again that end, as whoever runs them does; how many that were.</summary>
    public async Task<int> KeepAggregatorsAsync(CancellationToken enough)
    {
        var ended = 0;
        for (; !enough.IsCancellationRequested; await Task.Delay(1000, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing))
        {
            foreach (var service in _aggregators.Where(service => !_processes[service.Name].IsAlive))
            {
                _processes[service.Name] = service.Start(_installation);
                ended++;
            }
        }

        return ended;
    }

    /// <summary>Starts an aggregator and does not wait until it is ready.</summary>
    public int LaunchAggregator()
    {
        var service = NextAggregator();
        _processes[service.Name] = service.Start(_installation);
        return _aggregators.IndexOf(service);
    }
}
