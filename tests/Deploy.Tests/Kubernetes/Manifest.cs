using YamlDotNet.RepresentationModel;

namespace KpiPlatform.Deploy.Tests.Kubernetes;

/// <summary>One object as it is in its file, and the labels that kustomizations add to it.</summary>
internal sealed record Manifest(string File, YamlNode Node, IReadOnlyDictionary<string, string> Added)
{
    public string Kind => Node.Text("kind");

    public string Name => Node.Text("metadata", "name");

    public bool IsWorkload => Kind is "StatefulSet" or "Deployment" or "Job";

    /// <summary>One of ours: its image is not a server's.</summary>
    public bool IsOurs => IsWorkload && Container.Text("image").StartsWith("kpi-platform/", StringComparison.Ordinal);

    public YamlNode? Pod => Node.At("spec", "template", "spec");

    /// <summary>Every pod has one container.</summary>
    public YamlNode Container => Assert.Single(Pod.All("containers"));

    public Dictionary<string, string> PodLabels => new(Node.Map("spec", "template", "metadata", "labels").Concat(Added), StringComparer.Ordinal);

    /// <summary>Names and values; a value from a Secret is empty.</summary>
    public Dictionary<string, string> Environment => Container.All("env").ToDictionary(e => e.Text("name"), e => e.Text("value"), StringComparer.Ordinal);

    public IReadOnlyList<string> Ports => [.. Container.All("ports").Select(p => p.Text("name"))];

    /// <summary>Whether a label selector (<c>matchLabels</c>, <c>matchExpressions</c> with In) means these labels. An empty one means all.</summary>
    public static bool Selects(YamlNode? selector, IReadOnlyDictionary<string, string> labels) =>
        selector is not null
        && selector.Map("matchLabels").All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value)
        && selector.All("matchExpressions").All(e => e.Text("operator") == "In" && e.Texts("values").Contains(labels.GetValueOrDefault(e.Text("key"), ""), StringComparer.Ordinal));

    public override string ToString() => $"{File}: {Kind} {Name}";
}
