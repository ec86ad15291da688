using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>Processes whose supervisor was killed: they are ended, in order, and only if they still are who they were.</summary>
internal static class Leftovers
{
    private static readonly string[] Servers = ["postgres", "rabbitmq"];
    private static readonly string[] Last = ["epmd"];

    public static IReadOnlyList<ProcessState> Of(RunState? state) => state is null || state.Supervisor.IsAlive && state.Supervisor.Pid != Environment.ProcessId
        ? []
        : [.. state.Processes.Where(p => p.Identity.IsAlive)];

    public static async Task StopAsync(RunState? state, Action<string> log)
    {
        var left = Of(state);
        if (left.Count > 0)
            log($"The last run was cut short; ending what it left: {string.Join(", ", left.Select(p => $"{p.Name} (pid {p.Identity.Pid})"))}");
        await StopAsync(left.Where(p => !Servers.Contains(p.Name) && !Last.Contains(p.Name)));
        await StopAsync(left.Where(p => Servers.Contains(p.Name)));
        await StopAsync(left.Where(p => Last.Contains(p.Name)));
        await Task.WhenAll((left.Count > 0 || state is { Supervisor.IsAlive: false } ? state!.Launched : []).Select(p => p.StopAsync(Native.SigTerm, TimeSpan.FromSeconds(30))));
    }

    private static Task StopAsync(IEnumerable<ProcessState> processes) => Task.WhenAll(processes.Select(p =>
        p.Identity.StopAsync(p.Name == "postgres" ? Native.SigInt : Native.SigTerm, TimeSpan.FromSeconds(30))));
}
