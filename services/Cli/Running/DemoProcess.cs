using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>The demo desk's present: this program again, sending through the front door like everybody.</summary>
internal static class DemoProcess
{
    public static Managed Manage(Home home, TimeProvider time)
    {
        ProcessIdentity? running = null;
        return new("demo",
            start: _ => Task.FromResult(running = Start(home)),
            ready: _ => Task.CompletedTask,
            stop: () => running?.StopAsync(Native.SigTerm, TimeSpan.FromSeconds(5)) ?? Task.CompletedTask,
            () => 0, time);
    }

    private static ProcessIdentity Start(Home home) => Launcher.Start(
        new(home.Log("demo"), DotNet.Host, Environment.GetCommandLineArgs()[0], "demo", "--days", "0", "--workspace", OwnKeys.Demo)
        {
            Environment = { ["KPI_HOME"] = home.Folder },
        });
}
