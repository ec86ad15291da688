using System.Text.Json;
using System.Text.Json.Serialization;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>Canonical events as JSON in the database, with the names of the contract.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventData))]
[JsonSerializable(typeof(CanonicalEvent))]
internal sealed partial class EventJson : JsonSerializerContext
{
    public static string Write(EventData data) => JsonSerializer.Serialize(data, Default.EventData);

    public static string Write(CanonicalEvent e) => JsonSerializer.Serialize(e, Default.CanonicalEvent);

    public static EventData ReadData(string json) => JsonSerializer.Deserialize(json, Default.EventData) ?? throw new InvalidDataException("An event's data is null.");

    public static CanonicalEvent ReadEvent(string json) => JsonSerializer.Deserialize(json, Default.CanonicalEvent) ?? throw new InvalidDataException("An event is null.");
}
