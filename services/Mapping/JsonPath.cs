using System.Globalization;
using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>
/// A path to one place in a row: <c>$.ticket.id</c>, <c>$['Case ID']</c>, <c>$.comments[0].at</c>. A CSV row is an object of its columns,
/// so its paths have one step. There are no wildcards: a mapping takes one value from one place. <c>$header.X-Event</c> is a header of the request
/// that brought the row.
/// </summary>
internal sealed record JsonPath(string Text, IReadOnlyList<object> Steps)
{
    /// <summary>Where a row keeps the headers it came with; a name that no CSV column can be asked for by.</summary>
    public const string Headers = "$header";

    /// <summary>The header it names, when it names one.</summary>
    public string? Header => Steps is [Headers, string name] ? name : null;

    /// <summary>The only step, when there is one and it is a name: what a CSV column is called.</summary>
    public string? Column => Steps is [string name] ? name : null;

    /// <summary>What is there; null when there is nothing.</summary>
    public JsonNode? Find(JsonNode? row)
    {
        foreach (var step in Steps)
        {
            row = (row, step) switch
            {
                (JsonObject map, string name) => map[name],
                (JsonArray list, int index) when index < list.Count => list[index],
                _ => null,
            };
        }

        return row;
    }

    /// <summary>Reads a path that is the whole of the text. Throws <see cref="FormatException"/> saying what is wrong with it.</summary>
    public static JsonPath Parse(string text)
    {
        var end = 0;
        var path = Parse(text, ref end);
        return end == text.Length ? path : throw new FormatException($"unexpected '{text[end]}' at character {end + 1} of the path {text}");
    }

    /// <summary>Reads a path from <paramref name="at"/> on and leaves <paramref name="at"/> behind it.</summary>
    public static JsonPath Parse(string text, ref int at)
    {
        var start = at;
        if (at >= text.Length || text[at++] != '$') throw new FormatException("a path starts with $");
        var steps = new List<object>();
        if (text.AsSpan(at).StartsWith("header", StringComparison.Ordinal))
        {
            steps.Add(Headers);
            at += "header".Length;
        }

        while (at < text.Length && text[at] is '.' or '[')
        {
            steps.Add(text[at++] == '.' ? Name(text, ref at) : Bracket(text, ref at));
        }

        if (steps is [Headers]) throw new FormatException($"the path {text[start..]} names no header: write $header.X-Event");
        if (steps.Count == 0) throw new FormatException($"the path {text[start..]} names nothing: write $.name or $['a name']");
        return new JsonPath(text[start..at], steps);
    }

    private static string Name(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-')) at++;
        return at > start ? text[start..at] : throw new FormatException($"a name is missing at character {start + 1} of the path {text}");
    }

    private static object Bracket(string text, ref int at)
    {
        if (at < text.Length && text[at] is '\'' or '"') return Quoted(text, ref at);
        var close = text.IndexOf(']', at);
        if (close < 0 || !int.TryParse(text.AsSpan(at, close - at), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw new FormatException($"in brackets there is a quoted name or a number: $['a name'], $[0] (path {text})");
        at = close + 1;
        return index;
    }

    private static string Quoted(string text, ref int at)
    {
        var quote = text[at++];
        var name = new System.Text.StringBuilder();
        for (; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length) name.Append(text[++at]);
            else if (text[at] == quote) break;
            else name.Append(text[at]);
        }

        if (at + 1 >= text.Length || text[at + 1] != ']') throw new FormatException($"the bracket is not closed in the path {text}");
        at += 2;
        return name.ToString();
    }

    public override string ToString() => Text;
}
