using System.Text;

namespace KpiPlatform.Ingestion.Events;

/// <summary>Binary mode: attributes in <c>ce-*</c> headers, percent-encoded as the HTTP binding says; the body is the data.</summary>
internal static class HeaderEnvelope
{
    public const string Mark = "ce-specversion";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Envelope Read(IHeaderDictionary headers, Findings findings)
    {
        var envelope = new Envelope();
        foreach (var attribute in Envelope.Attributes)
        {
            if (!headers.TryGetValue("ce-" + attribute, out var values)) continue;
            if (values.Count != 1) findings.Add("/" + attribute, Codes.Repeated, $"The header ce-{attribute} is there more than once.");
            var text = Decode(values[0] ?? "");
            if (text is null) findings.Add("/" + attribute, Codes.BadText, $"The header ce-{attribute} is not percent-encoded UTF-8.");
            envelope.Set(attribute, text is null ? null : JsonText.Check(text, "/" + attribute, findings));
        }

        return envelope;
    }

    /// <summary>Unquotes, then decodes %XX; null when that is no UTF-8.</summary>
    internal static string? Decode(string header)
    {
        var text = header.Length > 1 && header[0] == '"' && header[^1] == '"' ? Unquote(header[1..^1]) : header;
        if (text.IndexOf('%', StringComparison.Ordinal) < 0 && Ascii.IsValid(text)) return text;
        var bytes = new List<byte>(text.Length);
        var i = 0;
        while (i < text.Length)
        {
            var isEncoded = text[i] == '%';
            if (text[i] > 0x7f || (isEncoded && (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])))) return null;
            bytes.Add(isEncoded ? Convert.FromHexString(text.AsSpan(i + 1, 2))[0] : (byte)text[i]);
            i += isEncoded ? 3 : 1;
        }

        try
        {
            return StrictUtf8.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Unquote(string text) => text.Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);
}
