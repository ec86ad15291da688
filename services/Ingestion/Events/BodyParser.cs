using System.Text.Json;
using System.Text.Unicode;
using KpiPlatform.Ingestion.Http;

namespace KpiPlatform.Ingestion.Events;

/// <summary>A body in, one <see cref="Reading"/> for each event in it out, in its order.</summary>
internal static class BodyParser
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = HttpLimits.Depth };

    /// <summary>Throws <see cref="TooManyEventsException"/> beyond <see cref="HttpLimits.Events"/>.</summary>
    public static List<Reading> Parse(BodyForm form, ReadOnlyMemory<byte> body, IHeaderDictionary headers, EventContext context) => form switch
    {
        BodyForm.Structured => [One(body, HttpLimits.Values, index: null, (json, _) => EventParser.Parse(json, context, index: null))],
        BodyForm.Binary => [Binary(body, headers, context)],
        BodyForm.Lines => Lines(body, context),
        _ => Batch(body, context),
    };

    private static Reading Binary(ReadOnlyMemory<byte> body, IHeaderDictionary headers, EventContext context)
    {
        var findings = new Findings(index: null);
        var envelope = HeaderEnvelope.Read(headers, findings);
        if (body.IsEmpty) return EventParser.Parse(envelope, context, findings);
        return One(body, HttpLimits.Values, index: null, (json, _) =>
        {
            envelope.Data = json;
            return EventParser.Parse(envelope, context, findings);
        });
    }

    private static List<Reading> Batch(ReadOnlyMemory<byte> body, EventContext context)
    {
        var readings = new List<Reading>();
        var whole = One(body, HttpLimits.BulkValues, index: null, (json, findings) =>
        {
            if (json.ValueKind != JsonValueKind.Array) return Refuse(findings, Codes.WrongType, $"A batch must be an array, not {JsonText.Kind(json)}.");
            if (json.GetArrayLength() > HttpLimits.Events) throw new TooManyEventsException();
            foreach (var item in json.EnumerateArray()) readings.Add(EventParser.Parse(item, context, readings.Count));
            return null;
        });
        return whole is null ? readings : [whole];
    }

    private static List<Reading> Lines(ReadOnlyMemory<byte> body, EventContext context)
    {
        var readings = new List<Reading>();
        while (!body.IsEmpty)
        {
            var end = body.Span.IndexOf((byte)'\n');
            var line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            if (readings.Count == HttpLimits.Events) throw new TooManyEventsException();
            var index = readings.Count;
            readings.Add(One(line, HttpLimits.Values, index, (json, _) => EventParser.Parse(json, context, index))!);
        }

        return readings;
    }

    private static Reading One(ReadOnlyMemory<byte> json, int mostValues, int? index, Func<JsonElement, Findings, Reading?> read)
    {
        var findings = new Findings(index);
        if (!Utf8.IsValid(json.Span)) return Refuse(findings, Codes.BadText, "Is not UTF-8.");
        if (JsonLimits.HasMoreThan(mostValues, json.Span)) return Refuse(findings, Codes.TooLong, $"Holds more than {mostValues} names and values.");
        try
        {
            using var document = JsonDocument.Parse(json, Json);
            return read(document.RootElement, findings)!;
        }
        catch (JsonException e)
        {
            return Refuse(findings, Codes.BadJson, "Is not JSON: " + e.Message);
        }
        catch (InvalidOperationException)
        {
            return Refuse(findings, Codes.BadText, JsonText.HalfAName);
        }
    }

    private static Reading.Refused Refuse(Findings findings, string code, string detail)
    {
        findings.Add("", code, detail);
        return new Reading.Refused(findings.All);
    }
}

/// <summary>The request holds more events than one may.</summary>
internal sealed class TooManyEventsException() : Exception($"More than {HttpLimits.Events} events in one request.");
