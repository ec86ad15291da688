using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KpiPlatform.Ingestion.Refusals;

/// <summary>
/// A payload without what it says: names of members that look like names, kinds, lengths and magnitudes of values. Two payloads of one form have the same
/// <paramref name="Skeleton"/>, which has no lengths; it only serves to count them together.
/// </summary>
/// <param name="Text">JSON for people to read, at most some kilobytes.</param>
internal sealed partial record PayloadShape(string Text, string Skeleton)
{
    private const int MostCharacters = 8 * 1024;
    private const int MostMembers = 100;
    private const int MostItems = 3;
    private const int MostLevels = 16;
    private const string Cut = "\"<more>\"";

    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 64 };

    /// <summary>Never throws: what cannot be read is told by its length.</summary>
    public static PayloadShape Of(ReadOnlyMemory<byte> body, string? contentType)
    {
        var mediaType = (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        try
        {
            if (mediaType == "application/x-www-form-urlencoded" || mediaType == "multipart/form-data") return OfForm(body, mediaType);
            using var json = JsonDocument.Parse(body, Lenient);
            return new PayloadShape(Write(json.RootElement, withSizes: true), Write(json.RootElement, withSizes: false));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            var kind = KnownMediaType().IsMatch(mediaType) ? mediaType : "unknown type";
            return new PayloadShape(string.Create(CultureInfo.InvariantCulture, $"\"<no JSON: {body.Length} bytes of {kind}>\""), $"no JSON, {kind}");
        }
    }

    /// <summary>A member's name when it looks like one; else only its length: an address or a name of a person may be a member's name too.</summary>
    public static string Name(string name) => Identifier().IsMatch(name) && !ManyDigits().IsMatch(name) ? name : string.Create(CultureInfo.InvariantCulture, $"<name {name.Length}>");

    private static PayloadShape OfForm(ReadOnlyMemory<byte> body, string mediaType)
    {
        var text = Encoding.Latin1.GetString(body.Span);
        var fields = (mediaType == "multipart/form-data" ? PartName() : FieldName()).Matches(text).Take(MostMembers).Select(match => Name(match.Groups["name"].Value)).ToList();
        var names = JsonSerializer.Serialize(fields, Readable);
        return new PayloadShape($"{{\"<fields of {mediaType}>\":{names}}}", names);
    }

    private static string Write(JsonElement json, bool withSizes)
    {
        var text = new StringBuilder();
        Write(text, json, withSizes, level: 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement json, bool withSizes, int level)
    {
        if (text.Length > MostCharacters || level > MostLevels) text.Append(Cut);
        else if (json.ValueKind == JsonValueKind.Object) WriteMembers(text, json, withSizes, level);
        else if (json.ValueKind == JsonValueKind.Array) WriteItems(text, json, withSizes, level);
        else if (json.ValueKind == JsonValueKind.String) text.Append(withSizes ? string.Create(CultureInfo.InvariantCulture, $"\"<text {TextLength(json)}>\"") : "\"<text>\"");
        else if (json.ValueKind == JsonValueKind.Number) text.Append(withSizes ? $"\"<number {Magnitude(json.GetRawText())}>\"" : "\"<number>\"");
        else text.Append(withSizes || json.ValueKind == JsonValueKind.Null ? json.GetRawText() : "true");
    }

    private static void WriteMembers(StringBuilder text, JsonElement json, bool withSizes, int level)
    {
        var n = 0;
        text.Append('{');
        foreach (var member in json.EnumerateObject())
        {
            if (n++ > 0) text.Append(',');
            if (n > MostMembers || text.Length > MostCharacters)
            {
                text.Append("\"<more>\":").Append(Cut);
                break;
            }

            text.Append(JsonSerializer.Serialize(Name(member.Name), Readable)).Append(':');
            Write(text, member.Value, withSizes, level + 1);
        }

        text.Append('}');
    }

    private static void WriteItems(StringBuilder text, JsonElement json, bool withSizes, int level)
    {
        var items = json.EnumerateArray().Take(MostItems).Select(item =>
        {
            var one = new StringBuilder();
            Write(one, item, withSizes, level + 1);
            return one.ToString();
        });
        var shown = withSizes ? items.ToList() : items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var more = json.GetArrayLength() - MostItems;
        if (withSizes && more > 0) shown.Add(string.Create(CultureInfo.InvariantCulture, $"\"<{more} more>\""));
        text.Append('[').AppendJoin(',', shown).Append(']');
    }

    /// <summary>Of the text as it is written, escapes and all: near enough, and no value is made.</summary>
    private static int TextLength(JsonElement json) => json.GetRawText().Length - 2;

    /// <summary>1e3 for 4711; 1e0 for what is below 10.</summary>
    private static string Magnitude(string number)
    {
        var whole = number.TrimStart('-').Split('.', 'e', 'E')[0];
        var form = string.Create(CultureInfo.InvariantCulture, $"1e{whole.Length - 1}");
        return number.AsSpan().ContainsAny(".eE") ? form + ", not whole" : form;
    }

    private static JsonSerializerOptions Readable => Trying.Outcome.OneLine;

    [GeneratedRegex(@"\A[A-Za-z_$][A-Za-z0-9_$-]{0,47}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"[0-9]{5}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ManyDigits();

    [GeneratedRegex(@"\A[a-z]+/[a-z0-9.+-]{1,60}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KnownMediaType();

    [GeneratedRegex(@"(?i)\bname=""(?<name>[^""\r\n]{0,200})""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PartName();

    [GeneratedRegex(@"(\A|&)(?<name>[^=&]{1,200})(?==|&|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldName();
}
