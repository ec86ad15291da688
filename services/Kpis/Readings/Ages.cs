namespace KpiPlatform.Kpis.Readings;

/// <summary>Classes of what is there by the time since it was opened. One of exactly a class's limit is in that class.</summary>
public static class Ages
{
    private const string Oldest = "over_30d";
    private static readonly (string Name, int Days)[] Classes = [("under_1d", 1), ("1d_to_3d", 3), ("3d_to_7d", 7), ("7d_to_30d", 30)];

    /// <summary>The limits of the classes, the longest first; what is older than the first has a class of its own.</summary>
    public static IReadOnlyList<TimeSpan> Limits { get; } = [.. Classes.Reverse().Select(c => TimeSpan.FromDays(c.Days))];

    /// <param name="all">How many there are.</param>
    /// <param name="younger">How many are in each class of <see cref="Limits"/>, in that order.</param>
    public static IReadOnlyDictionary<string, long> Parts(long all, IReadOnlyList<long> younger)
    {
        var parts = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < Classes.Length; i++) parts[Classes[i].Name] = younger[Classes.Length - 1 - i];
        parts[Oldest] = all - younger.Sum();
        return parts;
    }
}
