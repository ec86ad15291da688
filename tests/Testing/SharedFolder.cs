using KpiPlatform.Cli.Running;

namespace KpiPlatform.Testing;

/// <summary>Files of the repository, and of the folder of shared cases and data sets beside it, where there is one (KPI_SHARED, else ../shared).</summary>
public static class SharedFolder
{
    public static string Root => Checkout.Root;

    public static string Path { get; } = Environment.GetEnvironmentVariable("KPI_SHARED") is { Length: > 0 } given ? given : System.IO.Path.GetFullPath(System.IO.Path.Combine(Checkout.Root, "..", "shared"));

    /// <summary>A file of the shared folder; null where it is not there.</summary>
    public static string? File(string name) => System.IO.Path.Combine(Path, name) is var file && System.IO.File.Exists(file) ? file : null;
}
