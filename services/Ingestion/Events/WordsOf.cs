using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace KpiPlatform.Ingestion.Events;

/// <summary>The words of an enumeration as they are on the wire.</summary>
internal static class WordsOf<T> where T : struct, Enum
{
    public static FrozenDictionary<string, T> ByName { get; } = Enum.GetValues<T>().ToFrozenDictionary(
        value => typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name, StringComparer.Ordinal);

    public static IReadOnlyList<string> All { get; } = [.. ByName.Keys.Order(StringComparer.Ordinal)];
}
