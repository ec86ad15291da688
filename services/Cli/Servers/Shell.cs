using System.Diagnostics;
using System.Globalization;

namespace KpiPlatform.Cli.Servers;

internal sealed record ShellResult(int ExitCode, string Output, string Errors)
{
    public bool Ok => ExitCode == 0;

    public string Said => string.IsNullOrWhiteSpace(Errors) ? Output.Trim() : Errors.Trim();
}

/// <summary>Short commands, run to their end.</summary>
internal static class Shell
{
    public static async Task<ShellResult> RunAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment = null,
        Account? account = null, string? folder = null, CancellationToken cancellation = default)
    {
        var words = account is null ? command : [.. account.Prefix, .. command];
        var start = new ProcessStartInfo(words[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "/",
        };
        foreach (var word in words.Skip(1))
            start.ArgumentList.Add(word);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return await RunAsync(start, cancellation);
    }

    private static async Task<ShellResult> RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return new(process.ExitCode, await output, await errors);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return new(127, "", string.Create(CultureInfo.InvariantCulture, $"{start.FileName}: {e.Message}"));
        }
    }

    /// <summary>Where a program is on PATH, or null.</summary>
    public static string? Which(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Concat(["/usr/sbin", "/sbin"])
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
