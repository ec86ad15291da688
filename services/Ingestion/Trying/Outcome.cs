using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;

namespace KpiPlatform.Ingestion.Trying;

/// <summary>What a payload would become: <c>{"outcome":"accepted|ignored|refused","reason":…,"events":[…]}</c>.</summary>
/// <param name="Word">accepted when there is an event, else refused when something was wrong, else ignored.</param>
/// <param name="Reason">Null when all was accepted; else what was ignored or refused, and why.</param>
internal sealed record Outcome(string Word, string? Reason, IReadOnlyList<CanonicalEvent> Events)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    public static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Outcome Of(IReadOnlyList<Reading> readings)
    {
        var events = readings.OfType<Reading.Taken>().Select(taken => taken.Event).ToList();
        var refused = readings.OfType<Reading.Refused>().SelectMany(each => each.Findings).Select(finding => finding.Pointer.Length == 0 ? finding.Detail : $"{finding.Pointer}: {finding.Detail}").ToList();
        var ignored = readings.OfType<Reading.Ignored>().Select(each => each.Reason.Word()).Distinct(StringComparer.Ordinal);
        var word = events.Count > 0 ? "accepted" : refused.Count > 0 ? "refused" : "ignored";
        var reason = string.Join("; ", refused.Concat(ignored));
        return new Outcome(word, reason.Length == 0 ? null : reason, events);
    }

    public string ToJson(bool readable = false) => new JsonObject
    {
        ["outcome"] = Word,
        ["reason"] = Reason,
        ["events"] = new JsonArray([.. Events.Select(CloudEvent)]),
    }.ToJsonString(readable ? Readable : OneLine);

    /// <summary>As it could be posted to <c>/v1/events</c>, but for the customer, who is hashed already.</summary>
    private static JsonNode CloudEvent(CanonicalEvent e) => new JsonObject
    {
        ["specversion"] = "1.0",
        ["id"] = e.Id,
        ["source"] = e.Source,
        ["type"] = e.Type,
        ["subject"] = e.Subject,
        ["time"] = e.Time.UtcDateTime,
        ["data"] = WireData.Of(e.Data),
    };
}
