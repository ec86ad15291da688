using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiPlatform.Ingestion.Commands;

/// <summary>Headers of a request, kept in a file: "Name: value" lines, or a JSON object whose values are texts or lists of texts.</summary>
internal static class HeaderFile
{
    private const int LongestBoundary = 70;

    /// <summary>What the payload's file name or its beginning says about its kind is added where no Content-Type is given.</summary>
    public static HeaderDictionary Read(FileInfo? file, string payload, ReadOnlySpan<byte> body)
    {
        if (file is { Exists: false }) throw new CommandException($"There is no file {file.FullName}.", ExitCodes.Usage);
        var headers = file is null ? [] : Parse(File.ReadAllText(file.FullName));
        var mediaType = Path.GetExtension(payload).ToLowerInvariant() switch { ".csv" or ".tsv" => "text/csv", ".ndjson" or ".jsonl" => "application/x-ndjson", _ => Multipart(body) };
        if (mediaType is not null && !headers.ContainsKey("Content-Type")) headers["Content-Type"] = mediaType;
        return headers;
    }

    public static HeaderDictionary Parse(string text)
    {
        var headers = new HeaderDictionary();
        if (text.TrimStart().StartsWith('{'))
        {
            foreach (var (name, value) in Object(text)) headers.Append(name, (value is JsonArray list ? list.ToArray() : [value]).Select(each => each?.ToString()).ToArray());
            return headers;
        }

        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', 1);
            if (colon < 0) throw new CommandException("--headers: a line must be Name: value.", ExitCodes.Usage);
            headers.Append(line[..colon].Trim(), line[(colon + 1)..].Trim());
        }

        return headers;
    }

    /// <summary>A form's parts begin with their boundary.</summary>
    private static string? Multipart(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("--"u8)) return null;
        var end = body.IndexOf((byte)'\n');
        var boundary = end < 0 ? [] : body[2..end].TrimEnd((byte)'\r');
        return boundary.Length is > 0 and <= LongestBoundary ? $"multipart/form-data; boundary={System.Text.Encoding.ASCII.GetString(boundary)}" : null;
    }

    private static JsonObject Object(string text)
    {
        try
        {
            return JsonNode.Parse(text)!.AsObject();
        }
        catch (JsonException)
        {
            throw new CommandException("--headers: begins like JSON, and is none.", ExitCodes.Usage);
        }
    }
}
