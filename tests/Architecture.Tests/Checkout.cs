using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace KpiPlatform.Architecture.Tests;

/// <summary>The sources as they lie in the repository.</summary>
internal static class Checkout
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "wwwroot", "TestResults"];
    private static readonly string[] TextEndings = [".cs", ".csproj", ".props", ".json", ".sql", ".md", ".txt", ".sln", ".config", ".yml", ".yaml", ".ts", ".css", ".html", ".sh", ".csv"];

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    /// <summary>Every project: its name (KpiPlatform.Query) and its file.</summary>
    public static IReadOnlyDictionary<string, string> Projects { get; } =
        Files().Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)).ToDictionary(f => Path.GetFileNameWithoutExtension(f)!, f => f, StringComparer.Ordinal);

    /// <summary>All text files of ours, by absolute path. Folders that begin with a dot are the machine's, except .ci.</summary>
    public static IEnumerable<string> Files() => Below(Root);

    public static IEnumerable<string> Sources(string ending = ".cs") => Files().Where(f => f.EndsWith(ending, StringComparison.Ordinal));

    public static string Short(string path) => Path.GetRelativePath(Root, path);

    /// <summary>What a project file includes under an element name: "ProjectReference" gives project names, "PackageReference" package names.</summary>
    public static IReadOnlyList<string> Includes(string project, string element) =>
        [.. XDocument.Load(Projects[project]).Descendants(element).Select(e => (string)e.Attribute("Include")!)
            .Select(i => element == "ProjectReference" ? Path.GetFileNameWithoutExtension(i.Replace('\\', '/')) : i).Order(StringComparer.Ordinal)];

    /// <summary>All packages a project comes to, directly or through others, as its lock file says.</summary>
    public static string LockFile(string project) => Path.Combine(Path.GetDirectoryName(Projects[project])!, "packages.lock.json");

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder).Where(IsText)
            .Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(Below));

    private static bool IsOurs(string folder) =>
        Path.GetFileName(folder) is var name && !NotOurs.Contains(name, StringComparer.Ordinal) && (!name.StartsWith('.') || name == ".ci");

    private static bool IsText(string file) =>
        TextEndings.Contains(Path.GetExtension(file), StringComparer.Ordinal) || Path.GetFileName(file) is "kpi" or "run" or "Dockerfile" or ".editorconfig" or ".gitignore";

    private static string Here([CallerFilePath] string path = "") => path;
}
