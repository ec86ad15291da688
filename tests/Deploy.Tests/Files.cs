using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace KpiPlatform.Deploy.Tests;

/// <summary>The files that whoever installs the platform is given: those that git has.</summary>
internal static class Files
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Paths from the checkout's root, with <c>/</c>.</summary>
    public static IReadOnlyList<string> Ending(params string[] endings) =>
        [.. Tracked().Where(path => endings.Any(e => path.EndsWith(e, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>All documents of a YAML file.</summary>
    public static IReadOnlyList<YamlNode> Yaml(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Read(path)));
        return [.. stream.Documents.Select(d => d.RootNode)];
    }

    private static IEnumerable<string> Tracked()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"]) { WorkingDirectory = Root, RedirectStandardOutput = true, UseShellExecute = false })!;
        var all = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(path => File.Exists(Path.Combine(Root, path)));
    }

    private static string FindRoot(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "KpiPlatform.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("not in a checkout");
        return folder;
    }
}
