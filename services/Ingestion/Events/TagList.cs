using System.Globalization;
using System.Text.Json;

namespace KpiPlatform.Ingestion.Events;

/// <summary>The tags of a ticket: at most 50, each a text.</summary>
internal static class TagList
{
    public const int Most = 50;

    public static IReadOnlyList<string>? Read(MemberValue value)
    {
        if (value.Json.ValueKind != JsonValueKind.Array) return value.Wrong<List<string>>(Codes.WrongType, $"Must be an array of strings, not {JsonText.Kind(value.Json)}.");
        if (value.Json.GetArrayLength() > Most) return value.Wrong<List<string>>(Codes.TooLong, $"Must not have more than {Most} tags.");
        var tags = new List<string>(value.Json.GetArrayLength());
        var index = 0;
        foreach (var tag in value.Json.EnumerateArray())
        {
            var pointer = string.Create(CultureInfo.InvariantCulture, $"{value.Pointer}/{index++}");
            if (JsonText.Read(tag, pointer, value.Findings) is { } text) tags.Add(text);
        }

        return tags;
    }
}
