using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace KpiPlatform.Deploy.Tests.Kubernetes;

/// <summary>Ways into a YAML document. What is not there is null, empty or no element.</summary>
internal static class YamlPaths
{
    public static YamlNode? At(this YamlNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) node = node is YamlMappingNode map && map.Children.TryGetValue(name, out var child) ? child : null;
        return node;
    }

    public static string Text(this YamlNode? node, params ReadOnlySpan<string> path) => node.At(path) is YamlScalarNode { Value: { } value } ? value : "";

    public static int Number(this YamlNode? node, params ReadOnlySpan<string> path) => int.TryParse(node.Text(path), CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static IReadOnlyList<YamlNode> All(this YamlNode? node, params ReadOnlySpan<string> path) => node.At(path) is YamlSequenceNode list ? [.. list.Children] : [];

    public static IReadOnlyList<string> Texts(this YamlNode? node, params ReadOnlySpan<string> path) => [.. node.All(path).Select(n => n.Text())];

    public static Dictionary<string, string> Map(this YamlNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is YamlMappingNode map ? map.Children.ToDictionary(pair => pair.Key.Text(), pair => pair.Value.Text(), StringComparer.Ordinal) : [];
}
