using System.CommandLine;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Commands;

/// <summary>Stops everything, also what a killed supervisor left behind. Data stays.</summary>
internal static class DownCommand
{
    public static Command Build()
    {
        var json = Options.Json();
        var command = new Command("down", "Stop everything; the data stays") { json };
        command.SetAction(async parsed =>
        {
            var home = Home.Current;
            var state = RunState.Load(home);
            var was = state is not null && (state.Supervisor.IsAlive || Leftovers.Of(state).Count > 0);
            if (state?.Supervisor.IsAlive == true)
                await Startup.StopAsync(state);
            await Leftovers.StopAsync(RunState.Load(home), Say.Progress);
            if (state is { Supervisor.IsAlive: true })
                throw new CommandException($"The supervisor (pid {state.Supervisor.Pid}) does not end; see {home.Log("supervisor")}");
            if (state is not null)
                File.Delete(home.State);
            if (parsed.GetValue(json))
                Say.Object(new { stopped = was });
            else
                Say.Line(was ? "Everything is stopped; the data stays." : $"Nothing was up in {home.Folder}.");
        });
        return command;
    }
}
