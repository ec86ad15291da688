using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Targets;

namespace KpiPlatform.Kpis;

/// <summary>A version of a workspace's rules as it is stored: <c>{"calendars":[…],"targets":[…]}</c>, each item with its id and its revision.</summary>
public static class RulesDocument
{
    /// <summary>The member of an item that says at which version of the rules it last changed. It is not part of what people write.</summary>
    public const string Revision = "revision";

    /// <exception cref="InvalidDataException">An item is not as this program writes it.</exception>
    public static Rules Read(long version, JsonElement document)
    {
        var calendars = Items(document, "calendars", CalendarDocument.Parse);
        var targets = Items(document, "targets", (body, id) => TargetDocument.Parse(body, id, Catalogue.Default));
        return new Rules(version, new CalendarSet(calendars), new TargetSet(targets));
    }

    /// <summary>An item as people wrote it.</summary>
    public static JsonElement Plain(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(Revision, out _)) return item;
        var plain = JsonObject.Create(item)!;
        plain.Remove(Revision);
        return JsonSerializer.SerializeToElement(plain);
    }

    private static List<T> Items<T>(JsonElement document, string kind, Func<JsonElement, string, (T? Item, IReadOnlyList<Problem> Problems)> parse)
        where T : class
    {
        var items = new List<T>();
        if (!document.TryGetProperty(kind, out var array)) return items;
        foreach (var element in array.EnumerateArray())
        {
            var id = element.GetProperty("id").GetString()!;
            var (item, problems) = parse(Plain(element), id);
            items.Add(item ?? throw new InvalidDataException($"The stored rules can't be read: {kind} {id}: {problems[0].Pointer} {problems[0].Detail}"));
        }

        return items;
    }
}
