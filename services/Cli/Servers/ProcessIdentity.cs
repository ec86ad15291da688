using System.Diagnostics;
using System.Globalization;

namespace KpiPlatform.Cli.Servers;

/// <summary>A process by number and start, so that a number used again by somebody else is never signalled.</summary>
/// <param name="Started">Clock ticks since boot on Linux, unix seconds elsewhere; only ever compared.</param>
internal sealed record ProcessIdentity(int Pid, long Started)
{
    public static ProcessIdentity? Of(int pid) => StartOf(pid) is { } started ? new(pid, started) : null;

    public bool IsAlive => StartOf(Pid) is { } started && Math.Abs(started - Started) <= (OperatingSystem.IsLinux() ? 0 : 1);

    /// <returns>False when the process is gone; nothing was signalled then.</returns>
    public bool Signal(int signal) => IsAlive && Native.Kill(Pid, signal) == 0;

    /// <summary>Asks with <paramref name="signal"/>, waits, and after <paramref name="patience"/> insists.</summary>
    public async Task StopAsync(int signal, TimeSpan patience)
    {
        if (!Signal(signal) || await GoneWithinAsync(patience))
            return;
        Signal(Native.SigKill);
        await GoneWithinAsync(TimeSpan.FromSeconds(5));
    }

    public async Task<bool> GoneWithinAsync(TimeSpan patience)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < patience;)
        {
            if (!IsAlive)
                return true;
            await Task.Delay(50);
        }
        return !IsAlive;
    }

    private static long? StartOf(int pid)
    {
        if (pid <= 0)
            return null;
        return OperatingSystem.IsLinux() ? TicksFromProc(pid) : SecondsFromRuntime(pid);
    }

    // The runtime's StartTime on Linux is derived from the wall clock and jitters; /proc has the exact number.
    private static long? TicksFromProc(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? SecondsFromRuntime(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
