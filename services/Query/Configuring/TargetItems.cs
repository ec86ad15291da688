using System.Text.Json;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Targets;

namespace KpiPlatform.Query.Configuring;

/// <summary>Targets. Two that nothing but their ids would decide between can't be there at once.</summary>
internal static class TargetItems
{
    public static ItemKind Kind { get; } = new("targets", "target", Read, Tie);

    private static (string? Written, IReadOnlyList<Problem> Problems) Read(JsonElement body, string id)
    {
        var (target, problems) = TargetDocument.Parse(body, id, Catalogue.Default);
        return (target is null ? null : TargetDocument.Write(target), problems);
    }

    private static Problem? Tie(JsonElement item, IReadOnlyList<JsonElement> others) =>
        others.Select(Target).FirstOrDefault(Target(item).TiesWith) is { } other
            ? new("/scope", $"The target '{other.Id}' has the same KPI, statistic and scope for some of the time: let one end (valid_to) before the other begins (valid_from).")
            : null;

    private static Target Target(JsonElement item) =>
        TargetDocument.Parse(item, item.GetProperty("id").GetString()!, Catalogue.Default) is { Target: { } target } ? target : throw new InvalidDataException("A stored target can't be read.");
}
