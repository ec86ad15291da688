using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Running;

/// <summary>The checkout this program was built in, and where its services' programs are.</summary>
internal static class Checkout
{
    public static string Root => Found.Value;

    // Not before it is asked for: an installed program has no checkout and needs none.
    private static readonly Lazy<string> Found = new(() => Find(AppContext.BaseDirectory));

    private static string Configuration => AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";

    /// <summary>The built program of a service: the one that was put beside this program, else the checkout's, in the same configuration as this program.</summary>
    public static string Program(string service)
    {
        var beside = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", service, $"KpiPlatform.{service}.dll"));
        if (File.Exists(beside)) return beside;
        var path = Path.Combine(Root, "services", service, "bin", Configuration, "net10.0", $"KpiPlatform.{service}.dll");
        return File.Exists(path) ? path : throw new CommandException($"{path} is not built. Run ./kpi up, or dotnet build -c {Configuration}.");
    }

    private static string Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "KpiPlatform.sln")))
                return at.FullName;
        throw new CommandException($"No KpiPlatform.sln in {folder} or above.");
    }
}
