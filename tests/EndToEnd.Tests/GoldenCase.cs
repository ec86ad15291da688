using System.Runtime.CompilerServices;
using System.Text.Json;
using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>
/// A timeline and the numbers it must give: <c>setup</c> (what the workspace decided), <c>send</c> (events), <c>ask</c> (GETs with what must come back), <c>why</c>; ours may also say how the events are
/// <c>posted</c>: "batch" or "ndjson" instead of one by one.
/// </summary>
internal sealed record GoldenCase(string Name, JsonElement Json)
{
    /// <summary>The cases of this repository, and those of the shared folder as "shared/…".</summary>
    public static IEnumerable<string> Names { get; } =
        Directory.EnumerateFiles(OwnFolder(), "*.json").Select(Path.GetFileNameWithoutExtension)
            .Concat(Directory.Exists(SharedCases) ? Directory.EnumerateFiles(SharedCases, "*.json").Select(f => "shared/" + Path.GetFileNameWithoutExtension(f)) : ["shared/*"])
            .Order(StringComparer.Ordinal)!;

    private static string SharedCases => Path.Combine(SharedFolder.Path, "cases");

    public IEnumerable<JsonElement> Events => Json.GetProperty("send").EnumerateArray();

    public IEnumerable<JsonElement> Asks => Json.GetProperty("ask").EnumerateArray();

    public string Posted => Json.TryGetProperty("posted", out var form) ? form.GetString()! : "singly";

    /// <summary>Null when the shared folder is not there.</summary>
    public static GoldenCase? Load(string name)
    {
        var file = name.StartsWith("shared/", StringComparison.Ordinal) ? Path.Combine(SharedCases, name[7..] + ".json") : Path.Combine(OwnFolder(), name + ".json");
        return File.Exists(file) ? new(name, JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file))) : null;
    }

    /// <summary>Puts what the workspace has decided before the first event: <c>setup.calendars</c>, and in ours <c>setup.targets</c>.</summary>
    public async Task SetUpAsync(Workspace workspace)
    {
        if (!Json.TryGetProperty("setup", out var setup)) return;
        foreach (var kind in setup.EnumerateObject())
        {
            foreach (var item in kind.Value.EnumerateArray()) await workspace.PutAsync($"/v1/{kind.Name}/{item.GetProperty("id").GetString()}", item.GetRawText());
        }
    }

    public async Task PostAsync(Workspace workspace)
    {
        switch (Posted)
        {
            case "batch":
                await workspace.TakenAsync(Json.GetProperty("send").GetRawText(), "application/cloudevents-batch+json");
                break;
            case "ndjson":
                await workspace.TakenAsync(string.Join('\n', Events.Select(e => JsonSerializer.Serialize(e))), "application/x-ndjson");
                break;
            default:
                foreach (var e in Events)
                    await workspace.TakenAsync(e.GetRawText());
                break;
        }
    }

    private static string OwnFolder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "cases");
}
