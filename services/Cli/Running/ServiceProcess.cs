using System.Diagnostics;
using System.Globalization;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>One running service of ours: a .NET host with an address and /health.</summary>
/// <param name="Program">Folder name under services: Ingestion, Aggregator or Query.</param>
internal sealed record ServiceProcess(string Name, string Program, int Port, string Log)
{
    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    public ProcessIdentity Start(Installation installation)
    {
        LogFile.Rotate(Log);
        var launch = new Launch(Log, DotNet.Host, Checkout.Program(Program)) { Folder = Path.GetDirectoryName(Checkout.Program(Program))! };
        foreach (var (name, value) in installation.Environment)
            launch.Environment[name] = value;
        launch.Environment["ASPNETCORE_URLS"] = Url.ToString().TrimEnd('/');
        return Launcher.Start(launch);
    }

    public Managed Manage(Func<Installation> installation, TimeSpan patience, TimeProvider time)
    {
        ProcessIdentity? running = null;
        return new(Name,
            start: _ => Task.FromResult(running = Start(installation())),
            ready: cancellation => ReadyAsync(() => running!.IsAlive, patience, cancellation),
            stop: () => running?.StopAsync(Native.SigTerm, TimeSpan.FromSeconds(20)) ?? Task.CompletedTask,
            () => Port, time);
    }

    /// <summary>Waits for /health/ready; a process that ends meanwhile is reported with the end of its log.</summary>
    public async Task ReadyAsync(Func<bool> isAlive, TimeSpan patience, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < patience; await Task.Delay(100, cancellation))
        {
            if (Health.IsReady(await Health.OfAsync(Url, cancellation)))
                return;
            if (!isAlive())
                throw new CommandException($"{Name} ended while starting. Its log ({Log}) ends with:\n{LogFile.Tail(Log)}");
        }
        throw new CommandException($"{Name} is not ready after {patience.TotalSeconds:0} s; /health/ready says {await Health.OfAsync(Url, cancellation)}. Its log ({Log}) ends with:\n{LogFile.Tail(Log)}");
    }
}
