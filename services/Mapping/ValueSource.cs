using System.Text.Json.Nodes;

namespace KpiPlatform.Mapping;

/// <summary>What a value came to: there is one (which may be an explicit null), there is none, or it could not be had.</summary>
internal readonly record struct Found(bool There, JsonNode? Value, string? Problem)
{
    public static Found Nothing => default;

    public static Found Of(JsonNode? value) => new(true, value, null);

    public static Found Failed(string problem) => new(false, null, problem);
}

/// <summary>An expression, translated by a table when there is one, with a default for what is missing or not in the table.</summary>
internal sealed record ValueSource(Expression From, IReadOnlyDictionary<string, JsonNode?>? Table = null, bool HasDefault = false, JsonNode? Default = null)
{
    /// <summary>The values that are known before any row is seen: what the load check can look at.</summary>
    public IEnumerable<JsonNode?> Known
    {
        get
        {
            if (Table is not null) foreach (var value in Table.Values) yield return value;
            else if (From is Constant constant) yield return constant.Value;
            if (HasDefault) yield return Default;
        }
    }

    /// <summary>True when no row can leave it without a value.</summary>
    public bool Always => HasDefault || From is Constant;

    public Found Read(JsonNode row)
    {
        if (From is Constant constant) return Found.Of(constant.Value);
        var value = From.Of(row);
        if (value is null) return HasDefault ? Found.Of(Default) : Found.Nothing;
        if (Table is null) return Found.Of(value);
        var word = Expression.Text(value);
        if (word is not null && Table.TryGetValue(word, out var translated)) return Found.Of(translated);
        return HasDefault ? Found.Of(Default) : Found.Failed($"\"{word ?? value.ToJsonString()}\" is not in the map, and there is no default");
    }
}
