using System.Globalization;
using KpiPlatform.Cli.Keys;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>Starts everything in order, keeps it running, and stops it in the opposite order. One a home; a process and session of its own.</summary>
internal sealed class Supervisor(Home home, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private IReadOnlyList<Managed> _services = [];
    private readonly List<ProcessIdentity> _launched = [];
    private StackServers? _servers;
    private Managed? _demo;
    private RunState _state = new(ProcessIdentity.Of(Environment.ProcessId)!);

    /// <param name="parent">The command in the foreground; when it goes, however it goes, everything is stopped.</param>
    public async Task RunAsync(ProcessIdentity? parent, CancellationToken stop)
    {
        Launcher.Started = Launched;
        try
        {
            await StartAllAsync(stop);
            Tell(_state with { Step = "up", Ready = true });
            await WatchAsync(parent, stop);
        }
        catch (CommandException e)
        {
            Log(e.Message);
            Tell(_state with { Step = "failed", Failure = e.Message });
        }
        catch (OperationCanceledException)
        {
            Log("stopping");
        }
        await StopAllAsync();
    }

    private async Task StartAllAsync(CancellationToken stop)
    {
        await Leftovers.StopAsync(RunState.Load(home), Log);
        var (ingestPort, queryPort, ingestions, aggregators) = (ServicePorts.Ingest, ServicePorts.Query, ServicePorts.Ingestions, ServicePorts.Aggregators);
        Step("preparing the servers");
        _servers = await StackServers.PrepareAsync(home, time);
        await new KeysFile(home.KeysFile).EnsureAsync();
        Step("starting PostgreSQL and RabbitMQ");
        await Task.WhenAll(_servers.Postgres?.StartAsync(stop) ?? Task.CompletedTask, _servers.RabbitMq?.StartAsync(stop) ?? Task.CompletedTask);
        Tell(_state with { Installation = _servers.Installation });
        Step("migrating the database");
        await MigrateAsync(stop);
        Step("starting the services");
        var (ingestion, query) = (Add("ingestion", "Ingestion", ingestPort), Add("query", "Query", queryPort));
        for (var i = 2; i <= ingestions; i++)
            Add(string.Create(CultureInfo.InvariantCulture, $"ingestion-{i}"), "Ingestion", Ports.Free());
        for (var i = 1; i <= aggregators; i++)
            Add(i == 1 ? "aggregator" : string.Create(CultureInfo.InvariantCulture, $"aggregator-{i}"), "Aggregator", Ports.Free());
        await Task.WhenAll(_services.Select(s => s.StartAsync(stop)));
        Tell(_state with { Ingest = ingestion.Url, Query = query.Url });
    }

    private ServiceProcess Add(string name, string program, int port)
    {
        var service = new ServiceProcess(name, program, port, home.Log(name));
        _services = [.. _services, service.Manage(() => _servers!.Installation.For(name), Patience, time)];
        return service;
    }

    private async Task MigrateAsync(CancellationToken stop)
    {
        var result = await Shell.RunAsync([DotNet.Host, Checkout.Program("Aggregator"), "migrate"], _servers!.Installation.Environment, cancellation: stop);
        await File.AppendAllTextAsync(home.Log("migrate"), result.Output + result.Errors, stop);
        if (!result.Ok)
            throw new CommandException($"The database could not be migrated: {result.Said}");
    }

    private async Task WatchAsync(ProcessIdentity? parent, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watches = All.Select(m => m.WatchAsync(Log, () => Tell(_state), end.Token)).ToList();
        try
        {
            while (parent is null or { IsAlive: true })
            {
                if (_demo is null && File.Exists(home.DemoWanted))
                    watches.Add(await StartDemoAsync(end.Token));
                await await Task.WhenAny([.. watches, Task.Delay(TimeSpan.FromMilliseconds(250), time, stop)]);
            }
            Log("The command in the foreground is gone");
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(watches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Task> StartDemoAsync(CancellationToken stop)
    {
        _demo = DemoProcess.Manage(home, time);
        await _demo.StartAsync(stop);
        _services = [.. _services, _demo];
        Tell(_state);
        return _demo.WatchAsync(Log, () => Tell(_state), stop);
    }

    private async Task StopAllAsync()
    {
        Tell(_state with { Ready = false, Step = _state.Failure is null ? "stopping" : _state.Step });
        await Task.WhenAll(_services.Select(s => s.StopAsync()));
        await Task.WhenAll(_servers?.RabbitMq?.StopAsync() ?? Task.CompletedTask, _servers?.Postgres?.StopAsync() ?? Task.CompletedTask);
        Log("Everything is stopped");
        if (_state.Failure is null)
            File.Delete(home.State);
        else
            Tell(_state with { Processes = [] });
    }

    private IEnumerable<Managed> All => new[] { _servers?.Postgres, _servers?.RabbitMq }.Concat(_services).OfType<Managed>();

    private void Step(string step)
    {
        Log(step);
        Tell(_state with { Step = step });
    }

    private void Tell(RunState state)
    {
        lock (_launched)
        {
            var processes = All.Select(m => m.State).Prepend(_servers?.Epmd).OfType<ProcessState>();
            _state = state with { Processes = [.. processes], Launched = [.. _launched] };
            _state.Save(home);
        }
    }

    // Noted at once: were we killed now, the next start must know whom to end.
    private void Launched(ProcessIdentity process)
    {
        lock (_launched)
        {
            _launched.RemoveAll(p => !p.IsAlive);
            _launched.Add(process);
            Tell(_state);
        }
    }

    // Standard output is logs/supervisor.log.
    private void Log(string text) => Console.WriteLine($"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {text}");
}
