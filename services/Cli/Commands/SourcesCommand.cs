using System.CommandLine;
using KpiPlatform.Cli.Keys;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;

namespace KpiPlatform.Cli.Commands;

/// <summary>Which vendors may send. Ingestion knows the vendors, so the words go to a process of it as they are, help and all; nothing needs to run for it.</summary>
internal static class SourcesCommand
{
    public const string Name = "sources";

    /// <summary>For the list of commands.</summary>
    public static Command Build() => new(Name, "Connect help desks, survey tools and mail: add, list, kinds, guide, secret, remove, try, test");

    public static async Task<int> RunAsync(string[] words)
    {
        var home = words is ["add", ..] ? Home.Current.Prepare() : Home.Current;
        var exitCode = await PassThrough.RunAsync([DotNet.Host, Checkout.Program("Ingestion"), Name, .. words], IngestionTools.Environment(home), CancellationToken.None);
        if (exitCode == 0 && words is ["add", ..] && WorkspaceOf(words) is { } workspace) await EnsureAsync(home, workspace);
        return exitCode;
    }

    private static string? WorkspaceOf(string[] words)
    {
        var at = Array.FindIndex(words, word => word == "--workspace" || word.StartsWith("--workspace=", StringComparison.Ordinal) || word.StartsWith("--workspace:", StringComparison.Ordinal));
        return at < 0 ? null : words[at].Length > "--workspace".Length ? words[at]["--workspace=".Length..] : words.ElementAtOrDefault(at + 1);
    }

    private static async Task EnsureAsync(Home home, string workspace)
    {
        if (await new KeysFile(home.KeysFile).ChangeAsync(document => KeyRing.EnsureWorkspace(document, workspace)))
            Say.Progress($"the workspace {workspace} is new; a key for it: ./kpi keys create --workspace {workspace} --scopes metrics:read");
    }
}
