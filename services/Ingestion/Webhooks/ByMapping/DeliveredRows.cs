using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Mapping;
using KpiPlatform.Mapping.Rows;

namespace KpiPlatform.Ingestion.Webhooks.ByMapping;

/// <summary>The rows of a body: what the mapping's <c>format</c> or the Content-Type says it is, else JSON, or NDJSON when its first line is an object by itself.</summary>
internal sealed class DeliveredRows(Delivery delivery, EventMapping mapping)
{
    private string MediaType => (delivery.Header("Content-Type") ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>Each row, and whether it is one of a list. A row is only good until the next is asked for. Throws <see cref="ShapeException"/>.</summary>
    public IEnumerable<(Row Row, bool IsOneOfMany)> Read()
    {
        if (mapping.Format == "csv" || (mapping.Format is null && MediaType == "text/csv")) return Csv();
        return mapping.Format == "ndjson" || (mapping.Format is null && (MediaType is "application/x-ndjson" or "application/jsonl" || FirstLineIsWhole())) ? Lines() : Json();
    }

    private IEnumerable<(Row Row, bool IsOneOfMany)> Csv()
    {
        if (ColumnCheck.Of(mapping, CsvRows.Columns(Text(), mapping.Csv)) is [var first, ..]) throw new ShapeException("", $"The CSV does not fit the mapping: {first}");
        return CsvRows.Read(Text(), mapping.Csv).Select(row => (row, true));
    }

    private StreamReader Text() => new(new MemoryStream(delivery.Body), mapping.Csv.Text);

    private IEnumerable<(Row Row, bool IsOneOfMany)> Json()
    {
        var whole = Node(delivery.Json.Json);
        var rows = mapping.Items is { } items ? Find(items, whole) ?? throw new ShapeException(items.Text, "Must be there and hold the events.") : whole;
        return rows is JsonArray list ? list.Select((each, i) => (Row(i + 1, each), true)) : [(Row(1, rows), false)];
    }

    private IEnumerable<(Row Row, bool IsOneOfMany)> Lines()
    {
        ReadOnlyMemory<byte> rest = delivery.Body;
        for (var line = 1L; !rest.IsEmpty; line++)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var text = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (text.Span.Trim(" \t\r"u8).IsEmpty) continue;
            using var document = Parse(text, out var problem);
            yield return (document is null ? new Row(line, null, "", problem) : Row(line, Node(document.RootElement)), true);
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> line, out string? problem)
    {
        try
        {
            problem = null;
            return Delivery.Parse(line);
        }
        catch (ShapeException e)
        {
            problem = e.Detail;
            return null;
        }
    }

    private static JsonNode? Find(JsonPath items, JsonNode? whole)
    {
        try
        {
            return items.Find(whole);
        }
        catch (InvalidOperationException)
        {
            throw new ShapeException("", "Holds half of a surrogate pair, which is no character.");
        }
    }

    private bool FirstLineIsWhole()
    {
        var body = delivery.Body.AsSpan().Trim(" \t\r\n"u8);
        var end = body.IndexOf((byte)'\n');
        if (end < 0 || body[0] != '{') return false;
        var reader = new Utf8JsonReader(body[..end]);
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Row Row(long line, JsonNode? node) => node is JsonObject row ? new Row(line, row, "") : new Row(line, null, "", "is not a JSON object");

    private static JsonNode? Node(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(json),
        JsonValueKind.Array => JsonArray.Create(json),
        _ => null,
    };
}
