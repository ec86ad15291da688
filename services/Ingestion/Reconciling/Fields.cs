using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Reconciling;

/// <summary>What paging needs of an answer, in whatever form the vendor writes it.</summary>
internal static class Fields
{
    public static string? Id(JsonNode? json, string name) => Member(json, name).Id;

    public static DateTimeOffset? Time(JsonNode? json, string name) => Member(json, name).Time;

    public static bool IsTrue(JsonNode? json, string name) => Member(json, name).IsTrue;

    private static Node Member(JsonNode? json, string name) =>
        Node.Root(json is JsonObject record && record[name] is { } value ? JsonSerializer.SerializeToElement(value) : default);
}
