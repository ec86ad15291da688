using System.Globalization;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>What `up` does with the supervisor: start one unless there is one, and wait until it says ready.</summary>
internal sealed class Startup(Home home)
{
    /// <returns>The state once ready, and whether everything was up before.</returns>
    public async Task<(RunState State, bool WasUp)> EnsureAsync(bool detach, CancellationToken cancellation)
    {
        if (RunState.Load(home) is { Ready: true } up && up.Supervisor.IsAlive)
            return (up, true);
        var supervisor = RunState.Load(home) is { Supervisor.IsAlive: true } starting ? starting.Supervisor : Launch(detach);
        return (await ReadyAsync(supervisor, cancellation), false);
    }

    public static async Task StopAsync(RunState state)
    {
        state.Supervisor.Signal(Native.SigTerm);
        await state.Supervisor.GoneWithinAsync(TimeSpan.FromSeconds(90));
    }

    private ProcessIdentity Launch(bool detach)
    {
        var own = ProcessIdentity.Of(Environment.ProcessId)!;
        string[] with = detach ? [] : ["--with", string.Create(CultureInfo.InvariantCulture, $"{own.Pid}:{own.Started}")];
        LogFile.Rotate(home.Log("supervisor"));
        return Launcher.Start(new(home.Log("supervisor"), [DotNet.Host, Environment.GetCommandLineArgs()[0], "supervise", .. with])
        {
            Environment = { ["KPI_HOME"] = home.Folder },
        });
    }

    private async Task<RunState> ReadyAsync(ProcessIdentity supervisor, CancellationToken cancellation)
    {
        for (string? told = null; ; await Task.Delay(100, cancellation))
        {
            var gone = !supervisor.IsAlive;
            var state = RunState.Load(home);
            if (state is { Failure: { } failure } && state.Supervisor == supervisor)
                throw new CommandException(failure, ExitCodes.DependencyDown);
            if (state is { Ready: true } && state.Supervisor.IsAlive)
                return state;
            // Two `up` at once: the other's supervisor has the lock, ours left.
            if (gone && state?.Supervisor is { IsAlive: true } other)
                supervisor = other;
            else if (gone)
                throw new CommandException($"The supervisor ended. Its log ({home.Log("supervisor")}) ends with:\n{LogFile.Tail(home.Log("supervisor"))}");
            if (state is not null && state.Supervisor == supervisor && state.Step != told)
                Say.Progress(told = state.Step);
        }
    }
}
