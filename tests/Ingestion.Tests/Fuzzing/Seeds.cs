using System.Text.Json;
using KpiPlatform.Ingestion.Tests.Sources;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Fuzzing;

/// <summary>Good payloads to begin with: the samples of a source, and for a source without samples those of all others.</summary>
internal static class Seeds
{
    private static readonly string Samples = Path.Combine(SharedFolder.Root, "tests/Ingestion.Tests/Sources/Samples");

    private static readonly Lazy<IReadOnlyList<Payload>> All = new(() => [.. Directory.EnumerateFiles(Samples, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".json" or ".eml" or ".txt").Order(StringComparer.Ordinal).Select(Read)]);

    public static IReadOnlyList<Payload> Of(string source)
    {
        var own = All.Value.Where(payload => payload.Source == source).ToList();
        return own.Count > 0 ? own : [.. All.Value.Select(payload => payload with { Source = source, Options = Options(source) })];
    }

    private static Payload Read(string file)
    {
        var source = SampleTests.SourceOf(Path.GetRelativePath(Samples, file));
        var headers = File.Exists(file + ".headers") ? File.ReadAllLines(file + ".headers") : [];
        var options = File.Exists(file + ".options") ? JsonDocument.Parse(File.ReadAllText(file + ".options")).RootElement : Options(source);
        return new Payload(source, File.ReadAllBytes(file), [.. headers.Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).Select(parts => KeyValuePair.Create(parts[0].Trim(), parts[1].Trim()))], options);
    }

    private static JsonElement Options(string source) => source == "map"
        ? JsonSerializer.SerializeToElement(new { map = Path.Combine(SharedFolder.Root, "docs/examples/one-row-per-ticket.map.json") })
        : default;
}
