using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>
/// Where a value comes from: a constant, a path (<c>$.column</c>), or a template (<c>{$.a}/{$.b:000}</c>, where <c>:000</c> pads with zeros
/// to that many places). <c>$$…</c> is a constant that begins with a dollar, <c>{{</c> is a brace.
/// </summary>
internal abstract record Expression
{
    /// <summary>The paths it reads.</summary>
    public abstract IEnumerable<JsonPath> Paths { get; }

    /// <summary>The value; null when the row has none (an empty text counts as none, and so does a template with an empty hole).</summary>
    public abstract JsonNode? Of(JsonNode row);

    /// <summary>Reads what stands in the mapping. Throws <see cref="FormatException"/>.</summary>
    public static Expression Parse(JsonNode? node)
    {
        if (node?.GetValueKind() != System.Text.Json.JsonValueKind.String) return new Constant(node);
        var text = node.GetValue<string>();
        if (text.StartsWith("$$", StringComparison.Ordinal)) return new Constant(JsonValue.Create(text[1..]));
        if (text.StartsWith('$')) return new FromPath(JsonPath.Parse(text));
        return text.Contains('{', StringComparison.Ordinal) ? Template.Read(text) : new Constant(node);
    }

    /// <summary>A value as text, numbers as they were written; null for null, objects and lists.</summary>
    public static string? Text(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue<string>(out var text) ? text
        : value.ToJsonString();
}

internal sealed record Constant(JsonNode? Value) : Expression
{
    public override IEnumerable<JsonPath> Paths => [];

    public override JsonNode? Of(JsonNode row) => Value;
}

internal sealed record FromPath(JsonPath Path) : Expression
{
    public override IEnumerable<JsonPath> Paths => [Path];

    public override JsonNode? Of(JsonNode row) => Path.Find(row) is { } found && Text(found) != "" ? found : null;
}

internal sealed record Template(IReadOnlyList<Template.Part> Parts) : Expression
{
    internal sealed record Part(string Literal, JsonPath? Hole = null, int Width = 0);

    public override IEnumerable<JsonPath> Paths => Parts.Where(part => part.Hole is not null).Select(part => part.Hole!);

    public override JsonNode? Of(JsonNode row)
    {
        var text = new StringBuilder();
        foreach (var part in Parts)
        {
            text.Append(part.Literal);
            if (part.Hole is null) continue;
            if (Text(part.Hole.Find(row)) is not { Length: > 0 } value) return null;
            text.Append(value.PadLeft(part.Width, '0'));
        }

        return JsonValue.Create(text.ToString());
    }

    public static Expression Read(string text)
    {
        var parts = new List<Part>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '{' or '}' && at + 1 < text.Length && text[at + 1] == text[at]) literal.Append(text[at++]);
            else if (text[at] == '}') throw new FormatException($"a '}}' without its '{{' at character {at + 1}; a brace itself is written twice");
            else if (text[at] != '{') literal.Append(text[at]);
            else
            {
                at++;
                parts.Add(ReadHole(text, ref at, literal.ToString()));
                literal.Clear();
            }
        }

        if (parts.Count == 0) return new Constant(JsonValue.Create(literal.ToString()));
        parts.Add(new Part(literal.ToString()));
        return new Template(parts);
    }

    private static Part ReadHole(string text, ref int at, string before)
    {
        var path = JsonPath.Parse(text, ref at);
        var zeros = 0;
        if (at < text.Length && text[at] == ':')
        {
            while (++at < text.Length && text[at] == '0') zeros++;
            if (zeros == 0) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"after ':' come zeros, as many as there shall be places ({text})"));
        }

        return at < text.Length && text[at] == '}' ? new Part(before, path, zeros) : throw new FormatException($"the hole {{{path} is not closed in {text}");
    }
}
