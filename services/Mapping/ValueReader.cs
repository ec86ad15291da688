using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>Reads values, expressions and times of a mapping file, and keeps which paths it met where.</summary>
internal sealed class ValueReader
{
    private static readonly Constant Broken = new((JsonNode?)null);
    private readonly List<(string Pointer, JsonPath Path)> _paths = [];

    public IReadOnlyList<(string Pointer, JsonPath Path)> Paths => _paths;

    /// <summary>A constant, path or template.</summary>
    public Expression Expression(Section section, string member) =>
        Keep(section.At(member), section.Try(member, Mapping.Expression.Parse)) ?? Broken;

    /// <summary>A path.</summary>
    public JsonPath? Path(MappingMistakes mistakes, string pointer, string text)
    {
        try
        {
            var path = JsonPath.Parse(text);
            _paths.Add((pointer, path));
            return path;
        }
        catch (FormatException wrong)
        {
            mistakes.Add(pointer, wrong.Message);
            return null;
        }
    }

    /// <summary>An expression, or <c>{"from": …, "map": {…}, "default": …}</c>.</summary>
    public ValueSource Value(Section section, string member)
    {
        if (section[member] is not JsonObject given) return new ValueSource(Expression(section, member));
        var value = Section.Of(given, section.At(member), section.Mistakes, "from", "map", "default");
        if (!value.Has("from")) section.Wrong(member, "needs \"from\": where the value comes from");
        var table = value.Has("map")
            ? Section.Of(value["map"], value.At("map"), section.Mistakes).Members.ToDictionary(each => each.Key, each => each.Value, StringComparer.Ordinal)
            : null;
        return new ValueSource(Expression(value, "from"), table, value.Has("default"), value["default"]);
    }

    /// <summary>A time: a value, or <c>{"from": …, "format": …, "zone": …}</c>; what it does not say is as in <paramref name="above"/>.</summary>
    public (ValueSource? From, TimeFormat Format) Time(Section section, string member, TimeFormat above)
    {
        if (!section.Has(member)) return (null, above);
        if (section[member] is not JsonObject given) return (Value(section, member), above);
        var time = Section.Of(given, section.At(member), section.Mistakes, "from", "format", "zone");
        return (time.Has("from") ? new ValueSource(Expression(time, "from")) : null, new TimeFormat(Formats(time) ?? above.Formats, Zone(time) ?? above.Zone));
    }

    private static IReadOnlyList<string>? Formats(Section time)
    {
        if (!time.Has("format")) return null;
        var formats = time.Texts("format");
        foreach (var format in formats.Where(format => !TimeFormat.IsUsable(format)))
            time.Wrong("format", $"\"{format}\" can't say a day: use iso, unix, unix_ms, or a pattern such as dd.MM.yyyy HH:mm:ss");
        return formats;
    }

    private static TimeZoneInfo? Zone(Section time)
    {
        if (time.Text("zone") is not { } name) return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;
        time.Wrong("zone", $"\"{name}\" is no time zone known here; write an IANA name such as Europe/Berlin or UTC");
        return null;
    }

    private Expression? Keep(string pointer, Expression? expression)
    {
        if (expression is not null) _paths.AddRange(expression.Paths.Select(path => (pointer, path)));
        return expression;
    }
}
