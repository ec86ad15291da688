using System.Diagnostics;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>A program that speaks for itself: it has our terminal and its exit code becomes ours.</summary>
internal static class PassThrough
{
    public static async Task<int> RunAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellation, string? folder = null)
    {
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false };
        if (folder is not null)
            start.WorkingDirectory = folder;
        foreach (var word in command.Skip(1))
            start.ArgumentList.Add(word);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new CommandException($"{command[0]} could not be started.");
        // Ctrl-C reaches it too; it ends in its own way and we wait for that. A SIGTERM to us alone is passed on.
        using var passedOn = cancellation.Register(() => Native.Kill(process.Id, Native.SigTerm));
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
