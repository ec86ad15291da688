using System.Text.Json.Nodes;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Query.Configuring;

/// <summary>All items of a kind.</summary>
internal sealed record ItemList(IReadOnlyList<JsonObject> Data);

/// <summary>The endpoints of a kind of items: who may read numbers may read the rules behind them, and who may write targets may change them.</summary>
internal static class ItemEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, ItemKind kind)
    {
        var (all, one) = ($"/{kind.Name}", $"/{kind.Name}/{{id}}");
        Describe(routes.MapGet(all, (HttpContext context, Items items) => items.ListAsync(context, kind)), kind.Name, $"All {kind.Name}, each with its revision.")
            .Produces<ItemList>().Produces(StatusCodes.Status304NotModified);
        Describe(routes.MapGet(one, (HttpContext context, Items items, string id) => items.GetAsync(context, kind, id)), kind.One, $"A {kind.One}.")
            .Produces<JsonObject>().Produces(StatusCodes.Status304NotModified).ProducesProblem(404);
        Describe(routes.MapPut(one, (HttpContext context, Items items, string id) => items.PutAsync(context, kind, id)), $"put_{kind.One}", $"Makes or changes a {kind.One}; with If-Match only the one that was read, with If-None-Match: * only a new one.")
            .RequireScope(Scopes.TargetsWrite).Accepts<JsonObject>("application/json")
            .Produces<JsonObject>().Produces<JsonObject>(201).ProducesProblem(400).ProducesProblem(409).ProducesProblem(412).ProducesProblem(413);
        Describe(routes.MapDelete(one, (HttpContext context, Items items, string id) => items.DeleteAsync(context, kind, id)), $"delete_{kind.One}", $"Takes a {kind.One} away; with If-Match only the one that was read.")
            .RequireScope(Scopes.TargetsWrite).Produces(204).ProducesProblem(404).ProducesProblem(412);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.WithName(name).WithSummary(summary).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429).ProducesProblem(503);
}
