using System.CommandLine;
using System.Runtime.InteropServices;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Commands;

/// <summary>The process behind `up`: in a session of its own, the only writer of the state, and the parent of everything that runs.</summary>
internal static class SuperviseCommand
{
    public static Command Build()
    {
        var parent = new Option<string?>("--with") { Description = "pid:start of the command to end with" };
        var command = new Command("supervise", "Used by up") { parent };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => RunAsync(Home.Current.Prepare(), Identity(parsed.GetValue(parent)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Home home, ProcessIdentity? parent, CancellationToken stop)
    {
        using var alone = TakeLock(home);
        if (alone is null)
            return ExitCodes.Ok;
        Native.SetSid();
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        await new Supervisor(home, TimeProvider.System).RunAsync(parent, stop);
        return ExitCodes.Ok;
    }

    // The lock goes with the process, however it ends.
    private static FileStream? TakeLock(Home home)
    {
        try
        {
            return new FileStream(home.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            Console.WriteLine("Another supervisor is at work here");
            return null;
        }
    }

    private static ProcessIdentity? Identity(string? text) => text?.Split(':') is [var pid, var started]
        ? new(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture), long.Parse(started, System.Globalization.CultureInfo.InvariantCulture))
        : null;
}
