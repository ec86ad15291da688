using System.Diagnostics;

namespace KpiPlatform.Cli.Servers;

/// <summary>A process that goes on running: what to start, as whom, and the file its words go to.</summary>
internal sealed record Launch(string Log, params string[] Command)
{
    public Account? Account { get; init; }

    public string Folder { get; init; } = "/";

    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal);
}

internal static class Launcher
{
    // A shell opens the log, so that the process does not depend on a pipe to us; setsid keeps the terminal's Ctrl-C away.
    private const string Script = """exec "$@" >>"$KPI_LAUNCH_LOG" 2>&1 </dev/null""";

    /// <summary>Told of every process started; test runs hang their watchdog here.</summary>
    public static Action<ProcessIdentity>? Started { get; set; }

    public static ProcessIdentity Start(Launch launch)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = launch.Folder };
        string[] words = ["-c", Script, "sh", .. Session, .. launch.Account?.Prefix ?? [], .. launch.Command];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        foreach (var (name, value) in launch.Environment)
            start.Environment[name] = value;
        start.Environment["KPI_LAUNCH_LOG"] = launch.Log;
        using var process = Process.Start(start)!;
        var identity = ProcessIdentity.Of(process.Id)
            ?? throw new CommandException($"{launch.Command[0]} ended at once. It said:\n{LogFile.Tail(launch.Log)}");
        Started?.Invoke(identity);
        return identity;
    }

    private static IReadOnlyList<string> Session => Shell.Which("setsid") is { } setsid ? [setsid] : [];
}
