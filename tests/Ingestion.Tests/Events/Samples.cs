using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Tests.Events;

/// <summary>Events to begin with, and what the parser makes of them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly Workspace Acme = new("acme", new byte[32]);

    public static EventContext Context { get; } = new(Acme, Now, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    public static JsonObject Event(string type, string data = "{}", Action<JsonObject>? change = null)
    {
        var json = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = "e1",
            ["source"] = "/zendesk/acme",
            ["type"] = type,
            ["subject"] = "4711",
            ["time"] = "2026-03-02T09:05:00Z",
            ["data"] = JsonNode.Parse(data),
        };
        change?.Invoke(json);
        return json;
    }

    public static Reading Read(JsonObject json) => Read(json.ToJsonString());

    public static Reading Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return EventParser.Parse(document.RootElement, Context, index: null);
    }

    public static CanonicalEvent Taken(JsonObject json) => Read(json) switch
    {
        Reading.Taken taken => taken.Event,
        Reading.Refused refused => throw new InvalidOperationException(string.Join("; ", Show(refused))),
        var other => throw new InvalidOperationException(other.ToString()),
    };

    /// <summary>The mistakes as "pointer code".</summary>
    public static string[] Mistakes(JsonObject json) => Mistakes(json.ToJsonString());

    public static string[] Mistakes(string json) => Read(json) is Reading.Refused refused ? Show(refused) : [];

    private static string[] Show(Reading.Refused refused) => [.. refused.Findings.Select(finding => $"{finding.Pointer} {finding.Code}")];
}
