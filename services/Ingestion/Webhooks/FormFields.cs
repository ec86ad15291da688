using System.Runtime.InteropServices;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>
/// The fields of a posted form that a source asks for: <c>multipart/form-data</c>, <c>application/x-www-form-urlencoded</c>, or a JSON object of texts with the same names.
/// Files, and fields nobody asked for (the mail's text), are passed over unread.
/// </summary>
internal sealed class FormFields(IReadOnlyDictionary<string, string> fields)
{
    private const int MostFields = 200;

    /// <summary>What is read of a longer field: a whole mail may be in one, and its header is in front.</summary>
    private const int ReadOfAField = 256 * 1024;
    private const int LongestBoundary = 70;

    public string? this[string name] => fields.GetValueOrDefault(name) is { } value && value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Throws <see cref="ShapeException"/> when the body is not what its type says.</summary>
    public static FormFields Read(ReadOnlyMemory<byte> body, string contentType, params ReadOnlySpan<string> wanted)
    {
        var names = wanted.ToArray();
        var type = MediaTypeHeaderValue.TryParse(contentType, out var parsed) ? parsed.MediaType.Value?.ToLowerInvariant() : null;
        var all = type switch
        {
            "multipart/form-data" => Multipart(body, HeaderUtilities.RemoveQuotes(parsed!.Boundary).Value, names),
            "application/x-www-form-urlencoded" => UrlEncoded(body, names),
            _ => Json(body, names),
        };
        return new FormFields(all);
    }

    private static Dictionary<string, string> Json(ReadOnlyMemory<byte> body, string[] names)
    {
        using var json = Delivery.Parse(body);
        return Node.Root(json.RootElement).RequiredObject.Members
            .Where(member => names.Contains(member.Name, StringComparer.Ordinal))
            .Select(member => (member.Name, Text: member.Value.Id)).Where(member => member.Text is not null).ToDictionary(member => member.Name, member => member.Text!, StringComparer.Ordinal);
    }

    private static Dictionary<string, string> UrlEncoded(ReadOnlyMemory<byte> body, string[] names)
    {
        using var reader = new FormReader(Encoding.UTF8.GetString(body.Span)) { ValueCountLimit = MostFields, KeyLengthLimit = 256, ValueLengthLimit = HttpLimits.BulkBytes };
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (reader.ReadNextPair() is { } pair && found.Count < MostFields)
            {
                if (names.Contains(pair.Key, StringComparer.Ordinal)) found.TryAdd(pair.Key, pair.Value);
            }
        }
        catch (InvalidDataException)
        {
            throw new ShapeException("", "Is not a form, though Content-Type says so.");
        }

        return found;
    }

    private static Dictionary<string, string> Multipart(ReadOnlyMemory<byte> body, string? boundary, string[] names)
    {
        if (boundary is not { Length: > 0 and <= LongestBoundary }) throw new ShapeException("", "Content-Type must name the form's boundary.");
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var reader = new MultipartReader(boundary, Stream(WithLineEnds(body))) { HeadersCountLimit = 16, HeadersLengthLimit = 16 * 1024 };
            for (var count = 0; count < MostFields && Done(reader.ReadNextSectionAsync()) is { } section; count++)
            {
                if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFormDisposition() && HeaderUtilities.RemoveQuotes(disposition.Name).Value is { } name && names.Contains(name, StringComparer.Ordinal))
                    found.TryAdd(name, Text(section.Body));
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ShapeException("", "Is not a multipart form, though Content-Type says so.");
        }

        return found;
    }

    // Charsets differ by field, but what is read of them is ASCII in all: addresses, ids and dates.
    private static string Text(Stream field)
    {
        var text = new byte[ReadOfAField];
        return Encoding.UTF8.GetString(text, 0, field.ReadAtLeast(text, text.Length, throwOnEndOfStream: false));
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var bytes) ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : new MemoryStream(body.ToArray(), writable: false);

    /// <summary>Reading from memory never waits.</summary>
    private static T Done<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>Forms that were kept as text files have lost the carriage returns that a boundary needs.</summary>
    private static ReadOnlyMemory<byte> WithLineEnds(ReadOnlyMemory<byte> body)
    {
        var bare = body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[3..] : body;
        var end = bare.Span.IndexOf((byte)'\n');
        if (end < 1 || bare.Span[end - 1] == '\r') return bare;
        return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bare.Span).ReplaceLineEndings("\r\n"));
    }
}
