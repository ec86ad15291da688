using System.Text.Json;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;
using KpiPlatform.Query.Endpoints;

namespace KpiPlatform.Query.Configuring;

/// <summary>The items of a kind that a workspace has: told, put, taken away.</summary>
internal sealed class Items(RulesStore store)
{
    /// <summary>So many of a kind a workspace may have: all of them are in every version of its rules.</summary>
    private const int Most = 1000;

    public async Task<IResult> ListAsync(HttpContext context, ItemKind kind)
    {
        var decisions = await store.NewestAsync(context.Caller().Workspace.Name, context.RequestAborted);
        return Told(context, Item.TagOf(decisions.Version), () => new ItemList([.. decisions.Items(kind).Select(i => i.ToJson())]));
    }

    public async Task<IResult> GetAsync(HttpContext context, ItemKind kind, string id)
    {
        var decisions = await store.NewestAsync(context.Caller().Workspace.Name, context.RequestAborted);
        return decisions.Find(kind, id) is { } item ? Told(context, item.Tag, item.ToJson) : Missing(kind, id);
    }

    public async Task<IResult> PutAsync(HttpContext context, ItemKind kind, string id)
    {
        var (body, unreadable) = await ItemBody.ReadAsync(context);
        if (body is not { } given) return unreadable!;
        var (written, problems) = kind.Read(WithoutRevision(given), id);
        if (written is null) return Wrong(StatusCodes.Status400BadRequest, $"invalid_{kind.One}", $"The {kind.One}", problems);
        var item = new Item(0, JsonSerializer.Deserialize<JsonElement>(written));
        var expected = Preconditions.Of(context.Request);
        return await store.EditAsync(context.Caller().Workspace.Name, decisions => Put(context, kind, expected, decisions, item), context.RequestAborted);
    }

    public Task<IResult> DeleteAsync(HttpContext context, ItemKind kind, string id)
    {
        var expected = Preconditions.Of(context.Request);
        return store.EditAsync(context.Caller().Workspace.Name, Decide, context.RequestAborted);

        Edit Decide(Decisions decisions)
        {
            var current = decisions.Find(kind, id);
            if (expected.Refusal(context, kind, current) is { } refusal) return Edit.Nothing(refusal);
            return current is null ? Edit.Nothing(Missing(kind, id)) : new(next => decisions.Without(kind, id, next), _ => TypedResults.NoContent());
        }
    }

    private static Edit Put(HttpContext context, ItemKind kind, Preconditions expected, Decisions decisions, Item item)
    {
        var (items, current) = (decisions.Items(kind), decisions.Find(kind, item.Id));
        if (expected.Refusal(context, kind, current) is { } refusal) return Edit.Nothing(refusal);
        if (current is not null && JsonElement.DeepEquals(current.Body, item.Body)) return Edit.Nothing(Done(context, current));
        if (current is null && items.Count >= Most) return Edit.Nothing(Problems.Of(StatusCodes.Status409Conflict, "too_many", $"A workspace has at most {Most} {kind.Name}."));
        if (kind.Clash(item.Body, [.. items.Where(i => i.Id != item.Id).Select(i => i.Body)]) is { } clash)
            return Edit.Nothing(Wrong(StatusCodes.Status409Conflict, "conflict", $"The {kind.One}", [clash]));
        return new(next => decisions.With(kind, item with { Revision = next }), version => Done(context, item with { Revision = version }, isNew: current is null));
    }

    /// <summary>What was read may be sent back as it was told. What can't be taken apart is the reader's to complain about.</summary>
    private static JsonElement WithoutRevision(JsonElement given)
    {
        try
        {
            return RulesDocument.Plain(given);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or JsonException)
        {
            return given;
        }
    }

    private static IResult Done(HttpContext context, Item item, bool isNew = false)
    {
        context.Response.Headers.ETag = item.Tag;
        return isNew ? TypedResults.Created(context.Request.Path.ToUriComponent(), item.ToJson()) : TypedResults.Ok(item.ToJson());
    }

    private static IResult Told<T>(HttpContext context, string tag, Func<T> body)
    {
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return VersionTag.IsAmong(context.Request.Headers.IfNoneMatch, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(body());
    }

    private static IResult Missing(ItemKind kind, string id) => Problems.Of(StatusCodes.Status404NotFound, $"unknown_{kind.One}", $"There is no {kind.One} '{id}'.");

    private static IResult Wrong(int status, string code, string what, IReadOnlyList<Problem> problems) =>
        Problems.Of(status, code, problems.Count == 1 ? $"{what} has a problem: {problems[0].Detail}" : $"{what} has {problems.Count} problems.", problems);
}
