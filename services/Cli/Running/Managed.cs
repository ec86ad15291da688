using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>A process under supervision: how it is started and stopped, and the back-off between restarts.</summary>
/// <param name="start">Returns once the process runs; a server's also once it serves.</param>
/// <param name="ready">Waits until it serves. Asked at the first start only: after a restart it may have to wait for others that died too.</param>
internal sealed class Managed(
    string name, Func<CancellationToken, Task<ProcessIdentity>> start, Func<CancellationToken, Task> ready, Func<Task> stop, Func<int> port, TimeProvider time)
{
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private TimeSpan _wait = TimeSpan.Zero;
    private DateTimeOffset _since;
    private ProcessIdentity? _identity;
    private int _restarts;

    public ProcessState? State => _identity is null ? null : new(name, _identity, port(), _since, _restarts);

    public async Task StartAsync(CancellationToken cancellation)
    {
        await LaunchAsync(cancellation);
        await ready(cancellation);
    }

    public Task StopAsync() => stop();

    /// <summary>Starts it again whenever it died: soon the first time, later and later while it keeps dying. Ends only when cancelled.</summary>
    public async Task WatchAsync(Action<string> log, Action changed, CancellationToken cancellation)
    {
        for (; ; await Task.Delay(Look, time, cancellation))
        {
            if (_identity is { IsAlive: true })
                continue;
            _wait = time.GetUtcNow() - _since > Settled ? TimeSpan.Zero : Longer(_wait);
            log($"{name} (pid {_identity?.Pid}) has ended; starting it again in {_wait.TotalSeconds:0} s");
            await Task.Delay(_wait, time, cancellation);
            await ReviveAsync(log, cancellation);
            changed();
        }
    }

    private async Task ReviveAsync(Action<string> log, CancellationToken cancellation)
    {
        _restarts++;
        try
        {
            await LaunchAsync(cancellation);
            log($"{name} runs again, pid {_identity!.Pid}");
        }
        catch (CommandException e)
        {
            log(e.Message);
        }
    }

    private async Task LaunchAsync(CancellationToken cancellation)
    {
        _since = time.GetUtcNow();
        _identity = await start(cancellation);
    }

    private static TimeSpan Longer(TimeSpan wait) => wait == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : wait * 2 < LongestWait ? wait * 2 : LongestWait;
}
