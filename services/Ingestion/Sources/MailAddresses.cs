using System.Text;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Addresses and ids in header fields, lower-case. What is malformed is passed over.</summary>
internal static class MailAddresses
{
    private const int LongestAddress = 320;
    private const int LongestId = 998;

    /// <summary>The bare addresses of <c>"Doe, Jo" &lt;jo@example.com&gt; (home), team: a@example.com;</c>, without names, comments and groups.</summary>
    public static IEnumerable<string> In(string? field)
    {
        var found = new List<string>();
        if (field is null) return found;
        var current = new StringBuilder();
        var (comments, quoted, angle) = (0, false, false);
        for (var i = 0; i < field.Length; i++)
        {
            var c = field[i];
            if (c == '\\' && (quoted || comments > 0))
            {
                if (quoted && comments == 0 && i + 1 < field.Length) current.Append(c).Append(field[i + 1]);
                i++;
            }
            else if (comments > 0) comments += c switch { '(' => 1, ')' => -1, _ => 0 };
            else if (c == '"')
            {
                quoted = !quoted;
                current.Append(c);
            }
            else if (quoted) current.Append(c);
            else if (c == '(') comments++;
            else if (c is '<' or '>' or ',' or ';' or ':')
            {
                // What stands before < is a name, before : a group's name, or inside <> a route.
                if (c is '>' || (c is ',' or ';' && !angle)) Keep(found, current);
                current.Clear();
                angle = c == '<' || (angle && c != '>');
            }
            else current.Append(c);
        }

        Keep(found, current);
        return found;
    }

    /// <summary>The ids of Message-ID, In-Reply-To or References, without their angle brackets; words with an @ where there are no brackets.</summary>
    public static IEnumerable<string> Ids(string? field)
    {
        if (field is null) return [];
        var found = new List<string>();
        for (var open = field.IndexOf('<', StringComparison.Ordinal); open >= 0; open = field.IndexOf('<', open + 1))
        {
            var close = field.IndexOf('>', open);
            if (close < 0) break;
            if (Id(field[(open + 1)..close]) is { } id) found.Add(id);
        }

        return found.Count > 0 ? found : [.. field.Split((char[])[' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Contains('@', StringComparison.Ordinal)).Select(Id).OfType<string>()];
    }

    /// <summary>What follows the plus in <c>reply+4711@example.com</c>; null without one.</summary>
    public static string? Plus(string? address)
    {
        if (address is null) return null;
        var (plus, at) = (address.IndexOf('+', StringComparison.Ordinal), address.LastIndexOf('@'));
        return plus >= 0 && at > plus + 1 ? address[(plus + 1)..at] : null;
    }

    private static string? Id(string text) => text.Trim() is { Length: > 0 and <= LongestId } id && !id.AsSpan().ContainsAny(" \t<>") ? id.ToLowerInvariant() : null;

    private static void Keep(List<string> found, StringBuilder current)
    {
        var address = current.ToString().Trim();
        current.Clear();
        var at = address.LastIndexOf('@');
        var isWhole = at > 0 && at < address.Length - 1 && address.Length <= LongestAddress;
        if (!isWhole || address.AsSpan(at).ContainsAny(" \t\"")) return;
        var isQuoted = address[0] == '"' && at > 2 && address[at - 1] == '"';
        if (isQuoted || !address.AsSpan(0, at).ContainsAny(" \t\"")) found.Add(address.ToLowerInvariant());
    }
}
