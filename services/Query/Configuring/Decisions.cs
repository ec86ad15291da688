using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPlatform.Kpis;

namespace KpiPlatform.Query.Configuring;

/// <summary>One item of a workspace's rules.</summary>
/// <param name="Revision">The version of the rules at which it last changed.</param>
/// <param name="Body">As people write it, in the one written form.</param>
internal sealed record Item(long Revision, JsonElement Body)
{
    /// <summary>A strong entity tag: the same only for the same bytes.</summary>
    public string Tag => TagOf(Revision);

    public string Id => Body.GetProperty("id").GetString()!;

    public static string TagOf(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"r{revision}\"");

    /// <summary>The item with its revision, as it is stored and told.</summary>
    public JsonObject ToJson()
    {
        var json = JsonObject.Create(Body)!;
        json[RulesDocument.Revision] = Revision;
        return json;
    }
}

/// <summary>All that a workspace has decided, at one version; 0 when it has decided nothing. Immutable.</summary>
internal sealed class Decisions(long version, JsonElement document)
{
    public static Decisions None { get; } = new(0, JsonSerializer.SerializeToElement(new JsonObject()));

    public long Version => version;

    public string Json => document.GetRawText();

    /// <summary>The items of a kind in the order of their ids.</summary>
    public IReadOnlyList<Item> Items(ItemKind kind) => document.TryGetProperty(kind.Name, out var items)
        ? [.. items.EnumerateArray().Select(i => new Item(i.GetProperty(RulesDocument.Revision).GetInt64(), RulesDocument.Plain(i)))]
        : [];

    public Item? Find(ItemKind kind, string id) => Items(kind).FirstOrDefault(i => i.Id == id);

    /// <summary>The next version, with an item in the place of the one of its id.</summary>
    public Decisions With(ItemKind kind, Item item) =>
        With(kind, item.Revision, Items(kind).Where(i => i.Id != item.Id).Append(item).OrderBy(i => i.Id, StringComparer.Ordinal));

    public Decisions Without(ItemKind kind, string id, long next) => With(kind, next, Items(kind).Where(i => i.Id != id));

    private Decisions With(ItemKind kind, long next, IEnumerable<Item> items)
    {
        var changed = JsonObject.Create(document)!;
        changed[kind.Name] = new JsonArray([.. items.Select(i => i.ToJson())]);
        return new(next, JsonSerializer.SerializeToElement(changed));
    }
}
