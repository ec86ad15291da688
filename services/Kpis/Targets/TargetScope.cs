using System.Text.Json;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Facts;
using NodaTime.Text;

namespace KpiPlatform.Kpis.Targets;

/// <summary>Reads what a target is for.</summary>
internal static class TargetScope
{
    private const int MostValues = 200;

    private static readonly string[] Names = [.. Dimensions.All.Select(Dimensions.NameOf)];
    private static readonly string[] Channels = ["email", "chat", "social", "voice", "web", "other"];

    public static IReadOnlyDictionary<Dimension, IReadOnlyList<string>> Read(Part part)
    {
        var scope = new Dictionary<Dimension, IReadOnlyList<string>>();
        foreach (var (name, values) in (part.IsThere ? part.Members(Names) : null) ?? [])
        {
            if (Array.IndexOf(Names, name) is var at && at < 0) continue;
            var dimension = Dimensions.All[at];
            scope[dimension] = Values(values, dimension == Dimension.Channel ? Channels : null);
        }

        return scope;
    }

    /// <summary>True or false; null when it is not there, and with a problem when it is something else.</summary>
    public static bool? Flag(this Part part)
    {
        if (!part.IsThere) return null;
        if (part.Value.ValueKind == JsonValueKind.False) return false;
        return part.Is(JsonValueKind.True, "true or false") ? true : null;
    }

    /// <summary>A time; null when it is not there, and with a problem when it is none.</summary>
    public static DateTimeOffset? Instant(this Part part)
    {
        if (!part.IsThere || part.Text() is not { } text) return null;
        if (OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true, Value: { Year: > 0 and < 9999 } at }) return at.ToDateTimeOffset().ToUniversalTime();
        part.Add($"Must be a time with its offset like 2026-12-24T00:00:00Z, not '{text}'.");
        return null;
    }

    private static List<string> Values(Part part, string[]? known)
    {
        var values = new List<string>();
        var items = part.Items(MostValues);
        if (items is { Count: 0 }) part.Add("Must name at least one value, or be left out.");
        foreach (var item in items ?? [])
        {
            if (item.Text() is not { } value) continue;
            if (known?.Contains(value) == false) item.Add($"There is no channel '{value}'. Allowed: {string.Join(", ", known)}.");
            else if (values.Contains(value)) item.Add($"'{value}' is there more than once.");
            values.Add(value);
        }

        return values;
    }
}
