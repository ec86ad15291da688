using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using KpiPlatform.Cli.Output;

namespace KpiPlatform.Cli.Commands;

/// <summary>Which build this is: the version, and the commit it was built from.</summary>
internal static class VersionCommand
{
    /// <summary>As it stands in the assembly: <c>0.1.0</c>, <c>0.1.0+commit</c> or <c>0.1.0+commit.modified</c>.</summary>
    public static string Stamp { get; } = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static Command Build()
    {
        var json = Options.Json();
        var command = new Command("version", "Which build this is") { json };
        command.SetAction(parsed =>
        {
            var (commit, modified) = Commit(Stamp);
            if (parsed.GetValue(json))
                Say.Object(new { version = Stamp, commit, modified, runtime = RuntimeInformation.FrameworkDescription });
            else
                Say.Line($"KpiPlatform {Stamp}");
        });
        return command;
    }

    /// <summary>Null when the build was not told its commit; modified when there was more in the folder than the commit has.</summary>
    internal static (string? Commit, bool Modified) Commit(string stamp)
    {
        var plus = stamp.IndexOf('+', StringComparison.Ordinal);
        if (plus < 0)
            return (null, false);
        var words = stamp[(plus + 1)..].Split('.');
        return (words[0], words.Contains("modified", StringComparer.Ordinal));
    }
}
