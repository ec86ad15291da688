namespace KpiPlatform.Ingestion.Sources;

/// <summary>The ways in which vendors write that there is none.</summary>
internal static class Sentinels
{
    /// <summary>Null for the words that mean nobody: "", "0", "-1" and <paramref name="also"/>.</summary>
    public static string? Id(string? id, string? also = null) => id is null or "" or "0" or "-1" || id == also ? null : id;

    /// <summary>The names of the members of a snapshot that have no value: they are none now. Null when all have one.</summary>
    public static IReadOnlyList<string>? Cleared(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        List<string>? cleared = null;
        foreach (var (name, value) in members)
        {
            if (value is null) (cleared ??= []).Add(name);
        }

        return cleared;
    }
}
