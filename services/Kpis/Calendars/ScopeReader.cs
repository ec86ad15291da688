using System.Text.Json;

namespace KpiPlatform.Kpis.Calendars;

/// <summary>Reads for whom a calendar is.</summary>
internal static class ScopeReader
{
    private const int Most = 200;

    private static readonly string[] KnownChannels = ["email", "chat", "social", "voice", "web", "other"];

    public static bool IsDefault(Part part)
    {
        if (!part.IsThere || part.Value.ValueKind == JsonValueKind.False) return false;
        return part.Is(JsonValueKind.True, "true or false");
    }

    public static IReadOnlyList<string> Teams(Part part) => Names(part, known: null);

    public static IReadOnlyList<string> Channels(Part part) => Names(part, KnownChannels);

    /// <summary>True also when the one thing it applies to is a mistake: that has a problem of its own.</summary>
    public static bool AppliesToSomething(params Part[] scopes) => scopes.Any(scope => scope.Value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.False => false,
        JsonValueKind.Array => scope.Value.GetArrayLength() > 0,
        _ => true,
    });

    private static List<string> Names(Part part, string[]? known)
    {
        var names = new List<string>();
        foreach (var item in (part.IsThere ? part.Items(Most) : null) ?? [])
        {
            if (item.Text() is not { } name) continue;
            if (known?.Contains(name) == false) item.Add($"There is no channel '{name}'. Allowed: {string.Join(", ", known)}.");
            else if (names.Contains(name)) item.Add($"'{name}' is there more than once.");
            names.Add(name);
        }

        return names;
    }
}
