using System.Text.Json;

namespace KpiPlatform.Cli.Supplying;

/// <summary>A package at the one version that the lock files allow.</summary>
/// <param name="Needs">Ids of the packages it depends on, as the lock file has them.</param>
internal sealed record LockedPackage(string Id, string Version, IReadOnlyList<string> Needs)
{
    /// <summary>The package's name among all kinds of packages (package-url).</summary>
    public string Url => $"pkg:nuget/{Id}@{Version}";
}

/// <summary>All packages of the programs, and which of them the programs name themselves.</summary>
internal sealed record LockedPackages(IReadOnlyList<LockedPackage> All, IReadOnlyList<string> Direct)
{
    private static readonly IReadOnlyList<string> Programs = ["Cli", "Ingestion", "Aggregator", "Query"];

    public static LockedPackages OfPrograms(string checkout) =>
        Of(Programs.Select(program => File.ReadAllBytes(Path.Combine(checkout, "services", program, "packages.lock.json"))));

    /// <summary>Of lock files (<c>packages.lock.json</c>), in an order that does not depend on theirs. A project's packages count as the programs' own.</summary>
    public static LockedPackages Of(IEnumerable<byte[]> lockFiles)
    {
        var (all, direct) = (new SortedDictionary<string, LockedPackage>(StringComparer.OrdinalIgnoreCase), new SortedSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var file in lockFiles)
        {
            using var json = JsonDocument.Parse(file);
            foreach (var entry in json.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()))
            {
                var kind = entry.Value.GetProperty("type").GetString();
                if (kind == "Project")
                    direct.UnionWith(Needs(entry.Value));
                else
                    all[entry.Name] = new(entry.Name, entry.Value.GetProperty("resolved").GetString()!, Needs(entry.Value));
                if (kind == "Direct")
                    direct.Add(entry.Name);
            }
        }
        return new([.. all.Values.Select(p => p with { Needs = [.. p.Needs.Where(all.ContainsKey)] })], [.. direct.Where(all.ContainsKey)]);
    }

    private static IReadOnlyList<string> Needs(JsonElement entry) =>
        entry.TryGetProperty("dependencies", out var needs) ? [.. needs.EnumerateObject().Select(n => n.Name).Order(StringComparer.OrdinalIgnoreCase)] : [];
}
