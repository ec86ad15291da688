using System.CommandLine;
using System.Globalization;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Commands;

/// <summary>Each process: number, port, health, uptime. Ends with 0 only when all is well.</summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        var json = Options.Json();
        var command = new Command("status", "What runs, where, and how it is") { json };
        command.SetAction(async parsed => await RunAsync(Home.Current, parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(Home home, bool json)
    {
        var state = RunState.Load(home);
        var reports = state is null ? [] : await Report.OfAsync(state, TimeProvider.System.GetUtcNow());
        var word = Word(state, reports);
        if (json)
            Say.Object(new { state = word, home = home.Folder, step = state?.Step, state?.Failure, supervisor = state?.Supervisor.IsAlive == true ? state.Supervisor.Pid : (int?)null, processes = reports });
        else
            Print(home, state, word, reports);
        return word == "up" ? ExitCodes.Ok : ExitCodes.DependencyDown;
    }

    private static string Word(RunState? state, IReadOnlyList<ProcessReport> reports) => state switch
    {
        null => "down",
        { Supervisor.IsAlive: false } => reports.Any(r => r.Health != Report.Ended) ? "abandoned" : "down",
        { Ready: false } => "starting",
        _ => reports.All(r => r.Ok) ? "up" : "degraded",
    };

    private static void Print(Home home, RunState? state, string word, IReadOnlyList<ProcessReport> reports)
    {
        Say.Line($"{word} in {home.Folder}{(state is { Ready: false } ? $": {state.Failure ?? state.Step}" : "")}");
        if (reports.Count > 0)
            Say.Table(["process", "pid", "port", "health", "uptime", "restarts"], reports.Select(r => new[]
            {
                r.Name, r.Pid?.ToString(CultureInfo.InvariantCulture) ?? "", r.Port.ToString(CultureInfo.InvariantCulture), r.Health,
                r.UptimeS is { } s ? TimeSpan.FromSeconds(s).ToString("c", CultureInfo.InvariantCulture) : "", r.Restarts.ToString(CultureInfo.InvariantCulture),
            }));
        if (word == "abandoned")
            Say.Line("The supervisor was killed. ./kpi up ends these and starts everything again; ./kpi down ends them.");
    }
}
