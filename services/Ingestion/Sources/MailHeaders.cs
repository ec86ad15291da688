using System.Text;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>The header fields of a mail (RFC 5322), unfolded, names in any case. Encoded words stay as they are: they hold names and subjects, which nobody here reads.</summary>
internal sealed class MailHeaders
{
    /// <summary>A header that has not ended here is none.</summary>
    public const int MostBytes = 256 * 1024;

    private readonly ILookup<string, string> fields;

    private MailHeaders(IEnumerable<(string Name, string Value)> fields) =>
        this.fields = fields.ToLookup(field => field.Name.Trim(), field => field.Value.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The first field of that name that is not blank; null when there is none.</summary>
    public string? this[string name] => fields[name].FirstOrDefault(value => value.Length > 0);

    public bool Has(string name) => fields.Contains(name);

    public IEnumerable<string> All(string name) => fields[name].Where(value => value.Length > 0);

    public static MailHeaders Of(IEnumerable<(string Name, string Value)> fields) => new(fields);

    /// <summary>Reads up to the empty line that ends the header; the body may follow or not. Throws <see cref="ShapeException"/> when it does not end.</summary>
    public static MailHeaders Parse(ReadOnlySpan<byte> mail)
    {
        var text = Encoding.UTF8.GetString(mail[..Math.Min(mail.Length, MostBytes)]).TrimStart('\uFEFF');
        var found = new List<(string Name, StringBuilder Value)>();
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            // An empty line before the first field is no end.
            if (raw.IsEmpty && found.Count > 0) return new MailHeaders(found.Select(field => (field.Name, field.Value.ToString())));
            if (raw.IsEmpty) continue;
            var colon = raw.IndexOf(':');
            if (raw[0] is ' ' or '\t')
            {
                if (found.Count > 0) found[^1].Value.Append(' ').Append(raw.Trim());
            }
            else if (colon > 0 && raw[..colon].TrimEnd().IndexOfAny(' ', '\t') < 0)
            {
                found.Add((raw[..colon].ToString(), new StringBuilder().Append(raw[(colon + 1)..].Trim())));
            }
        }

        if (mail.Length > MostBytes) throw new ShapeException("", "The mail's header does not end.");
        return new MailHeaders(found.Select(field => (field.Name, field.Value.ToString())));
    }
}
