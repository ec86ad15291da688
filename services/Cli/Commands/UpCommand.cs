using System.CommandLine;
using KpiPlatform.Cli.Demo;
using KpiPlatform.Cli.Installing;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Commands;

/// <summary>Everything, from a fresh checkout: servers, database, services, a key, and what to try next.</summary>
internal static class UpCommand
{
    public static Command Build()
    {
        var demo = new Option<bool>("--demo") { Description = "Replay a lively simulated help desk" };
        var detach = new Option<bool>("--detach") { Description = "Return once everything is ready, and leave it running" };
        var json = Options.Json();
        var command = new Command("up", "Start everything; stays until Ctrl-C unless --detach") { demo, detach, json };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(demo), parsed.GetValue(detach), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(bool demo, bool detach, bool json, CancellationToken cancellation)
    {
        var home = Home.Current.Prepare();
        await Packages.EnsureAsync(home, cancellation);
        var (state, wasUp) = await StartAsync(new Startup(home), home, detach, cancellation);
        var workspace = demo ? OwnKeys.Demo : OwnKeys.Usual;
        var key = await OwnKeys.OfAsync(home, workspace, TimeProvider.System.GetUtcNow());
        if (demo)
            await FillDemoAsync(home, cancellation);
        else if (!wasUp)
            File.Delete(home.DemoWanted);
        if (wasUp)
            Say.Progress($"It was up already, in {home.Folder}");
        var welcome = new Welcome(state, workspace, key);
        if (json)
            Say.Object(welcome.Json);
        else
            Say.Line(welcome.Text);
        if (!detach && !wasUp)
            await StayAsync(state, cancellation);
        return ExitCodes.Ok;
    }

    // The desk's past first, so that there is something to see; from then on the supervisor keeps it going. Its events' ids are the same
    // every time: what is there already is not counted again.
    private static async Task FillDemoAsync(Home home, CancellationToken cancellation)
    {
        Say.Progress("filling in the demo desk's last two weeks");
        var parsed = DemoCommand.Build(RunningStack.FindAsync).Parse(["--history-only", "--workspace", OwnKeys.Demo]);
        if (await parsed.InvokeAsync(new InvocationConfiguration { Output = Console.Error, Error = Console.Error, EnableDefaultExceptionHandler = false }, cancellation) != ExitCodes.Ok)
            throw new CommandException("The demo desk could not send its events; see ./kpi logs ingestion", ExitCodes.DependencyDown);
        await File.WriteAllTextAsync(home.DemoWanted, "", cancellation);
    }

    // Whoever gives up waiting (Ctrl-C) in the foreground takes the supervisor along: it watches its parent.
    private static async Task<(RunState State, bool WasUp)> StartAsync(Startup startup, Home home, bool detach, CancellationToken cancellation)
    {
        try
        {
            return await startup.EnsureAsync(detach, cancellation);
        }
        catch (OperationCanceledException)
        {
            if (RunState.Load(home) is { Supervisor.IsAlive: true } state)
                await Startup.StopAsync(state);
            throw;
        }
    }

    private static async Task StayAsync(RunState state, CancellationToken cancellation)
    {
        Say.Progress("Ctrl-C stops everything");
        try
        {
            while (state.Supervisor.IsAlive)
                await Task.Delay(250, cancellation);
            throw new CommandException("It was stopped from elsewhere.");
        }
        catch (OperationCanceledException)
        {
            Say.Progress("stopping");
            await Startup.StopAsync(state);
            Say.Progress("everything is stopped");
        }
    }
}
