using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>Turns a value as an export has it (a CSV knows only text) into what a member of an event holds.</summary>
internal static class MemberValue
{
    private static readonly string[] Yes = ["true", "yes", "y", "1"];
    private static readonly string[] No = ["false", "no", "n", "0"];

    /// <summary>The value the event gets. An explicit null stays null: it clears the member. Throws <see cref="FormatException"/>.</summary>
    public static JsonNode? Convert(JsonNode? value, MemberKind kind, TimeFormat times)
    {
        if (value is null) return null;
        if (kind.Type == typeof(DateTimeOffset)) return JsonValue.Create(TimeFormat.Write(times.Read(value)));
        if (typeof(IEnumerable<string>).IsAssignableFrom(kind.Type) && kind.Type != typeof(string)) return List(value);
        var text = Expression.Text(value) ?? throw new FormatException($"{(value is JsonArray ? "a list" : "an object")} is no single value");
        if (kind.Type == typeof(bool)) return Bool(text);
        if (kind.Type == typeof(decimal) || kind.Type == typeof(long)) return Number(text);
        if (kind.Words is { } words && !words.Contains(text, StringComparer.Ordinal))
            throw new FormatException($"\"{text}\" is not one of its words{MappingMistakes.Hint(text, [.. words])}");
        return value.GetValueKind() == JsonValueKind.Number ? value.DeepClone() : JsonValue.Create(text);
    }

    private static JsonValue Bool(string text)
    {
        if (Yes.Contains(text, StringComparer.OrdinalIgnoreCase)) return JsonValue.Create(true);
        if (No.Contains(text, StringComparer.OrdinalIgnoreCase)) return JsonValue.Create(false);
        throw new FormatException($"\"{text}\" is neither true nor false");
    }

    private static JsonValue Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : throw new FormatException($"\"{text}\" is not a number (with a point, without thousands separators)");

    private static JsonArray List(JsonNode value) => value is JsonArray given
        ? [.. given.Select(each => (JsonNode?)JsonValue.Create(Expression.Text(each)))]
        : [.. (Expression.Text(value) ?? "").Split([',', ';', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(each => (JsonNode?)JsonValue.Create(each))];
}
