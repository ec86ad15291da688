using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Events;

/// <summary>An event's data as it could be posted to the front door: no member that is not there, null for what is cleared, words for good and bad.</summary>
internal static class WireData
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Of(EventData data)
    {
        var written = JsonSerializer.SerializeToNode(data, OneLine)!.AsObject();
        var cleared = data.Cleared ?? [];
        foreach (var empty in written.Where(member => member.Value is null || member.Key == "cleared").Select(member => member.Key).ToList()) written.Remove(empty);
        foreach (var member in cleared) written[member] = null;
        if (data.Scale == ScoreOnScale.GoodBad && data.Score is { } score) written["score"] = score == 1 ? "good" : "bad";
        return written;
    }

    /// <summary>What the front door would say about it; nothing when it would take it.</summary>
    public static IReadOnlyList<Finding> Check(string type, EventData data, EventContext context)
    {
        var findings = new Findings(index: null);
        if (EventSchema.For(type) is { } schema) DataReader.Read(schema, JsonSerializer.SerializeToElement(Of(data)), context, findings);
        else findings.Add("/type", Codes.UnknownType, "Is no type of event.");
        return findings.All;
    }
}
