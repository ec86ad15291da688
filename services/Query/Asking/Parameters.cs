using System.Globalization;

namespace KpiPlatform.Query.Asking;

/// <summary>The parameters of one request and every mistake found in them so far.</summary>
internal sealed class Parameters
{
    private readonly Dictionary<string, IReadOnlyList<string>> given = new(StringComparer.Ordinal);
    private readonly List<QueryError> errors = [];

    public Parameters(IQueryCollection query, Grammar grammar)
    {
        foreach (var (name, values) in query)
        {
            if (grammar.Refuse(name) is { } error) errors.Add(error);
            else given[name] = [.. values.Select(v => v ?? "")];
        }
    }

    public IReadOnlyList<QueryError> Errors => errors;

    public bool Has(string name) => given.ContainsKey(name);

    public void Wrong(string parameter, string code, string detail, IReadOnlyCollection<string>? allowed = null, string? didYouMean = null) =>
        errors.Add(new(parameter, code, detail) { Allowed = allowed, DidYouMean = didYouMean });

    /// <summary>The one value of a parameter; null when it is not given, or wrongly, and then that is noted.</summary>
    public string? One(string name)
    {
        if (!given.TryGetValue(name, out var values)) return null;
        if (values.Count > 1) Wrong(name, "repeated", $"{name} is given {values.Count} times; it takes one value.");
        else if (Fit(name, values[0])) return values[0];
        return null;
    }

    /// <summary>The values of a list, comma-separated or repeated, each once; empty when it is not given, or wrongly, and then that is noted.</summary>
    public IReadOnlyList<string> List(string name) =>
        given.TryGetValue(name, out var values) ? [.. values.SelectMany(v => v.Split(',')).Where(v => Fit(name, v)).Distinct(StringComparer.Ordinal)] : [];

    /// <summary>One value out of a few; null when it is not given, or none of them, and then that is noted.</summary>
    public T? Choice<T>(string name, string code, Func<string, T?> parse, IReadOnlyCollection<string> allowed) where T : struct
    {
        if (One(name) is not { } text) return null;
        var parsed = parse(text);
        if (parsed is null) Wrong(name, code, $"'{text}' is no {name}.", allowed, Closest.To(text, allowed));
        return parsed;
    }

    /// <summary>A whole number of at least 1; what is above <paramref name="most"/> is taken for it.</summary>
    public int Limit(int byDefault, int most) => Whole("limit") is { } limit ? (int)Math.Min(limit, most) : byDefault;

    /// <summary>A whole number from 1 to <paramref name="most"/>.</summary>
    public int AtMost(string name, int byDefault, int most)
    {
        if (Whole(name) is not { } number) return byDefault;
        if (number <= most) return (int)number;
        Wrong(name, $"invalid_{name}", $"{name} is at most {most}.");
        return byDefault;
    }

    private long? Whole(string name)
    {
        if (One(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1) return number;
        Wrong(name, $"invalid_{name}", $"'{text}' is no whole number of at least 1.");
        return null;
    }

    private bool Fit(string name, string value)
    {
        if (value.Length == 0) Wrong(name, "empty", $"{name} has an empty value.");
        else if (value.Contains('\0', StringComparison.Ordinal)) Wrong(name, "invalid_character", $"{name} has a U+0000 in it.");
        else return true;
        return false;
    }
}
