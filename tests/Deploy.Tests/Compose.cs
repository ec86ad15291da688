using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace KpiPlatform.Deploy.Tests;

/// <summary>docker-compose.yml with its anchors and merges followed.</summary>
internal static class Compose
{
    public const string File = "docker-compose.yml";
    private static readonly Dictionary<object, object> Document = Load();

    public static IReadOnlyDictionary<string, Service> Services { get; } =
        Map(Document["services"]).ToDictionary(s => (string)s.Key, s => new Service((string)s.Key, Map(s.Value)), StringComparer.Ordinal);

    public static IEnumerable<string> Top(string section) => Map(Document[section]).Keys.Cast<string>();

    /// <summary>Every <c>${NAME…}</c> of the file.</summary>
    public static IReadOnlySet<string> Interpolated { get; } =
        System.Text.RegularExpressions.Regex.Matches(Files.Read(File), @"\$\{([A-Z_0-9]+)").Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    public static Dictionary<object, object> Map(object? value) => value as Dictionary<object, object> ?? [];

    private static Dictionary<object, object> Load()
    {
        var parser = new MergingParser(new Parser(new StringReader(Files.Read(File))));
        parser.Consume<StreamStart>();
        return new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(parser);
    }
}

/// <summary>One service of the compose file.</summary>
internal sealed record Service(string Name, Dictionary<object, object> Members)
{
    /// <summary>The Dockerfile's stage, for images that are ours.</summary>
    public string? Stage => Image.StartsWith("kpi-platform/", StringComparison.Ordinal) ? Image["kpi-platform/".Length..Image.IndexOf(':', StringComparison.Ordinal)] : null;

    public string Image => (string)Members["image"];

    public string? this[string member] => Members.GetValueOrDefault(member) as string;

    public IReadOnlyList<string> List(string member) => (Members.GetValueOrDefault(member) as List<object> ?? []).ConvertAll(o => o as string ?? (string)Compose.Map(o)["source"]);

    public IReadOnlyList<string> Keys(string member) => [.. Compose.Map(Members.GetValueOrDefault(member)).Keys.Cast<string>()];
}
