using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>A process under supervision: how it is started (until ready) and stopped, and the back-off between restarts.</summary>
internal sealed class Managed(string name, Func<CancellationToken, Task<ProcessIdentity>> start, Func<Task> stop, Func<int> port, TimeProvider time)
{
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private TimeSpan _wait = TimeSpan.Zero;

    public string Name => name;

    public ProcessIdentity? Identity { get; private set; }

    public DateTimeOffset Since { get; private set; }

    public int Restarts { get; private set; }

    public ProcessState? State => Identity is null ? null : new(name, Identity, port(), Since, Restarts);

    public async Task StartAsync(CancellationToken cancellation)
    {
        Since = time.GetUtcNow();
        Identity = await start(cancellation);
    }

    public Task StopAsync() => stop();

    /// <summary>Starts it again if it died: at once the first time, later and later while it keeps dying.</summary>
    /// <returns>Whether it had died.</returns>
    public async Task<bool> ReviveAsync(Action<string> log, CancellationToken cancellation)
    {
        if (Identity is null || Identity.IsAlive)
            return false;
        _wait = time.GetUtcNow() - Since > Settled ? TimeSpan.Zero : Longer(_wait);
        log($"{name} (pid {Identity.Pid}) has ended; starting it again in {_wait.TotalSeconds:0} s");
        await Task.Delay(_wait, time, cancellation);
        Restarts++;
        try
        {
            await StartAsync(cancellation);
            log($"{name} runs again, pid {Identity.Pid}");
        }
        catch (CommandException e)
        {
            log(e.Message);
        }
        return true;
    }

    private static TimeSpan Longer(TimeSpan wait) => wait == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : wait * 2 < LongestWait ? wait * 2 : LongestWait;
}
