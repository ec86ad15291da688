using System.Text.Json;

namespace KpiPlatform.Ingestion.Events;

/// <summary>The attributes of a CloudEvent, from JSON or from headers. Null is absent; what was there and could not be read is in the findings.</summary>
internal sealed record Envelope
{
    public static readonly IReadOnlyList<string> Attributes = ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "traceparent"];

    private readonly Dictionary<string, string?> values = new(8, StringComparer.Ordinal);

    public JsonElement? Data { get; set; }

    public string? this[string attribute] => values.GetValueOrDefault(attribute);

    /// <summary>True when the attribute was given, also when it could not be read.</summary>
    public bool Has(string attribute) => values.ContainsKey(attribute);

    public void Set(string attribute, string? value) => values[attribute] = value;

    /// <summary>A structured event.</summary>
    public static Envelope Read(JsonElement json, Findings findings)
    {
        var envelope = new Envelope();
        foreach (var property in json.EnumerateObject())
        {
            if (property.NameEquals("data"u8))
            {
                if (envelope.Data is not null) findings.Add("/data", Codes.Repeated, "Is there more than once.");
                envelope.Data = property.Value;
            }
            else if (property.NameEquals("data_base64"u8))
            {
                findings.Add("/data_base64", Codes.WrongType, "Data must be a JSON object in the member data.");
            }
            else if (Known(property) is { } attribute && property.Value.ValueKind != JsonValueKind.Null)
            {
                if (envelope.Has(attribute)) findings.Add("/" + attribute, Codes.Repeated, "Is there more than once.");
                envelope.Set(attribute, JsonText.Read(property.Value, "/" + attribute, findings));
            }
        }

        return envelope;
    }

    private static string? Known(JsonProperty property)
    {
        foreach (var attribute in Attributes)
        {
            if (property.NameEquals(attribute)) return attribute;
        }

        return null;
    }
}
