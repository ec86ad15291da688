using YamlDotNet.RepresentationModel;

namespace KpiPlatform.Deploy.Tests.Kubernetes;

/// <summary>A kustomization with all that it takes in, as far as these tests look: no patch is carried out.</summary>
internal sealed class Kustomization
{
    public const string Root = "deploy/kubernetes";
    private readonly List<Manifest> manifests = [];

    private Kustomization(string folder)
    {
        Folder = folder;
        Node = Assert.Single(Files.Yaml($"{folder}/kustomization.yaml"));
        var labels = Node.All("labels").Where(l => l.Text("includeTemplates") == "true").SelectMany(l => l.Map("pairs")).ToDictionary(StringComparer.Ordinal);
        foreach (var config in Node.All("configMapGenerator")) AddLiterals(config);
        foreach (var name in Node.Texts("resources").Concat(Node.Texts("components"))) Take(name, labels);
        Patches.AddRange(Node.All("patches"));
        Images.AddRange(Node.All("images"));
    }

    public string Folder { get; }

    public YamlNode Node { get; }

    public IReadOnlyList<Manifest> Manifests => manifests;

    public IEnumerable<Manifest> Workloads => manifests.Where(m => m.IsWorkload);

    public IEnumerable<Manifest> Ours => manifests.Where(m => m.IsOurs);

    /// <summary>What generated ConfigMaps say.</summary>
    public Dictionary<string, string> Config { get; } = new(StringComparer.Ordinal);

    public List<YamlNode> Patches { get; } = [];

    public List<YamlNode> Images { get; } = [];

    public static IReadOnlyList<Kustomization> All { get; } = [.. Folders("Kustomization").Select(f => new Kustomization(f))];

    /// <summary>Those that someone installs and that have our services.</summary>
    public static IReadOnlyList<Kustomization> Overlays { get; } = [.. All.Where(k => k.Folder.Contains("/overlays/", StringComparison.Ordinal))];

    public IEnumerable<Manifest> Of(params ReadOnlySpan<string> kinds)
    {
        var wanted = kinds.ToArray();
        return manifests.Where(m => wanted.Contains(m.Kind, StringComparer.Ordinal));
    }

    public override string ToString() => Folder;

    private static IEnumerable<string> Folders(string kind) => Files.Ending("/kustomization.yaml")
        .Where(path => path.StartsWith(Root, StringComparison.Ordinal) && Files.Yaml(path)[0].Text("kind") == kind).Select(path => Path.GetDirectoryName(path)!.Replace('\\', '/'));

    private void AddLiterals(YamlNode config)
    {
        foreach (var literal in config.Texts("literals"))
            Config[literal[..literal.IndexOf('=', StringComparison.Ordinal)]] = literal[(literal.IndexOf('=', StringComparison.Ordinal) + 1)..];
    }

    private void Take(string name, Dictionary<string, string> labels)
    {
        var path = Path.GetRelativePath(Files.Root, Path.GetFullPath(Path.Combine(Files.Root, Folder, name))).Replace('\\', '/');
        if (path.EndsWith(".yaml", StringComparison.Ordinal))
        {
            manifests.AddRange(Files.Yaml(path).Select(node => new Manifest(path, node, labels)));
            return;
        }

        var part = new Kustomization(path);
        manifests.AddRange(part.manifests.Select(m => m with { Added = m.Added.Concat(labels).DistinctBy(l => l.Key).ToDictionary(StringComparer.Ordinal) }));
        Patches.AddRange(part.Patches);
        Images.AddRange(part.Images);
        foreach (var (key, value) in part.Config) Config[key] = value;
    }
}
