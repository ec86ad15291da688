using System.Runtime.CompilerServices;

namespace KpiPlatform.Cli.Tests.Importing;

/// <summary>Finds files of the repository, and the folder of shared data sets beside it where there is one.</summary>
internal static class Checkout
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    /// <summary>A file of the shared folder (KPI_SHARED, else <c>../shared</c> beside the repository); null where it is not there.</summary>
    public static string? Shared(string path)
    {
        var folder = Environment.GetEnvironmentVariable("KPI_SHARED") ?? Path.Combine(Root, "..", "shared");
        var file = Path.Combine(folder, path);
        return File.Exists(file) ? file : null;
    }

    public static string Example(string name) => Path.Combine(Root, "docs", "examples", name);

    public static string Sample(string name) => Path.Combine(Path.GetDirectoryName(Here())!, "Samples", name);

    private static string Here([CallerFilePath] string path = "") => path;
}
