using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>A process under supervision: how it is started and stopped, and the back-off between restarts.</summary>
/// <param name="start">Returns once the process runs; a server's also once it serves.</param>
/// <param name="serves">Whether a process that lives still does its work: one that has not for two minutes is ended, and started again. Null: living is enough.</param>
/// <param name="ready">Waits until it serves. Asked at the first start only: after a restart it may have to wait for others that died too.</param>
internal sealed class Managed(
    string name, Func<CancellationToken, Task<ProcessIdentity>> start, Func<CancellationToken, Task> ready, Func<Task> stop, Func<int> port, TimeProvider time,
    Func<CancellationToken, Task<bool>>? serves = null)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private TimeSpan _wait = TimeSpan.Zero;
    private DateTimeOffset _since;
    private DateTimeOffset _looked;
    private DateTimeOffset _served;
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
            {
                await EndIfSilentAsync(log, cancellation);
                continue;
            }
            _wait = time.GetUtcNow() - _since > Settled ? TimeSpan.Zero : Longer(_wait);
            log($"{name} (pid {_identity?.Pid}) has ended; starting it again in {_wait.TotalSeconds:0} s");
            await Task.Delay(_wait, time, cancellation);
            await ReviveAsync(log, cancellation);
            changed();
        }
    }

    // A broker whose disk was full has been seen to go on as a process that answers nobody.
    private async Task EndIfSilentAsync(Action<string> log, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (serves is null || now - _looked < BetweenLooks)
            return;
        _looked = now;
        if (now - _since < LongestSilence || await serves(cancellation))
            _served = now;
        if (now - _served <= LongestSilence)
            return;
        log($"{name} (pid {_identity!.Pid}) lives and has answered nobody for {LongestSilence.TotalMinutes:0} minutes; ending it");
        await _identity.StopAsync(Native.SigKill, TimeSpan.FromSeconds(10));
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
