using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Mapping;
using KpiPlatform.Mapping.Rows;

namespace KpiPlatform.Ingestion.Webhooks.ByMapping;

/// <summary>A delivery whose meaning a mapping says.</summary>
internal sealed class MappedDelivery(Delivery delivery, EventMapping mapping)
{
    private readonly Mapper mapper = new(mapping, new FirstRows(mapping));

    public IEnumerable<Reading> Read()
    {
        var n = 0;
        foreach (var (row, isOneOfMany) in new DeliveredRows(delivery, mapping).Read())
        {
            int? index = isOneOfMany ? n : null;
            if (n++ == HttpLimits.Events)
            {
                yield return Refuse(index, Codes.OutOfRange, $"More than {HttpLimits.Events} rows in one request.");
                yield break;
            }

            foreach (var reading in Read(row, index)) yield return reading;
        }
    }

    private IEnumerable<Reading> Read(Row row, int? index)
    {
        if (row.Value is null) return [Refuse(index, Codes.UnknownShape, Sentence(row.Problem ?? "cannot be read"))];
        Mapped mapped;
        try
        {
            if (mapping.Headers.Count > 0) row.Value[JsonPath.Headers] = new JsonObject(mapping.Headers.Select(name => KeyValuePair.Create(name, (JsonNode?)delivery.Header(name))));
            mapped = mapper.Map(row.Value, row.Line);
        }
        catch (InvalidOperationException)
        {
            return [Refuse(index, Codes.BadText, "Holds half of a surrogate pair, which is no character.")];
        }

        if (mapped.Errors.Count > 0) return [new Reading.Refused([.. mapped.Errors.Select(error => Finding(index, error))])];
        return mapped.Dropped.Select(_ => Delivery.Ignore(IgnoredReason.ByMapping)).Concat(mapped.Events.Select(json => Parse(json, index)));
    }

    /// <summary>The same checks as at the front door: a mapping may take a value from the payload that no event can have.</summary>
    private Reading Parse(string json, int? index)
    {
        using var document = JsonDocument.Parse(json);
        return EventParser.Parse(document.RootElement, delivery.Context, index);
    }

    private static Finding Finding(int? index, RowError error) => new(
        index, error.Member.Length == 0 ? "" : "/" + error.Member.Replace('.', '/'),
        error.Member.Length == 0 ? Codes.UnknownShape : error.Detail == "is empty" ? Codes.Empty : Codes.BadFormat,
        Sentence(error.Detail));

    private static Reading.Refused Refuse(int? index, string code, string detail) => new([new Finding(index, "", code, detail)]);

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}{(text.EndsWith('.') ? "" : ".")}";
}
