using System.Text.Json;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Query.Configuring;

/// <summary>A workspace's webhooks: told, put, taken away.</summary>
internal sealed class Webhooks(WebhookStore store)
{
    /// <summary>Each notice is sent to all that want it.</summary>
    private const int Most = 50;

    public async Task<IResult> ListAsync(HttpContext context) => TypedResults.Ok(new WebhookList(await store.ReadAsync(Workspace(context), "", context.RequestAborted)));

    public async Task<IResult> GetAsync(HttpContext context, string id)
    {
        if (await store.ReadAsync(Workspace(context), id, context.RequestAborted) is not [var webhook, ..]) return Missing(id);
        context.Response.Headers.ETag = webhook.Tag;
        return TypedResults.Ok(webhook);
    }

    public async Task<IResult> PutAsync(HttpContext context, string id)
    {
        var (body, unreadable) = await ItemBody.ReadAsync(context);
        if (body is not { } given) return unreadable!;
        var (webhook, problems) = WebhookDocument.Parse(given, id);
        if (webhook is null)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "invalid_webhook",
                problems.Count == 1 ? $"The webhook has a problem: {problems[0].Detail}" : $"The webhook has {problems.Count} problems.", problems);
        }

        var others = (await store.ReadAsync(Workspace(context), "", context.RequestAborted)).Count(w => w.Id != id);
        if (others >= Most) return Problems.Of(StatusCodes.Status409Conflict, "too_many", $"A workspace has at most {Most} webhooks.");
        var expected = Preconditions.Of(context.Request);
        var (refusal, done, isNew) = await store.EditAsync(Workspace(context), id, current => (expected.Refusal(context, "webhook", current?.Tag), webhook), context.RequestAborted);
        if (refusal is not null) return refusal;
        context.Response.Headers.ETag = done!.Tag;
        context.Response.Headers.CacheControl = "no-store";
        return isNew ? TypedResults.Created(context.Request.Path.ToUriComponent(), done) : TypedResults.Ok(done);
    }

    public async Task<IResult> DeleteAsync(HttpContext context, string id)
    {
        var expected = Preconditions.Of(context.Request);
        var (refusal, _, _) = await store.EditAsync(
            Workspace(context), id, current => (expected.Refusal(context, "webhook", current?.Tag) ?? (current is null ? Missing(id) : null), null), context.RequestAborted);
        return refusal ?? TypedResults.NoContent();
    }

    private static string Workspace(HttpContext context) => context.Caller().Workspace.Name;

    private static IResult Missing(string id) => Problems.Of(StatusCodes.Status404NotFound, "unknown_webhook", $"There is no webhook '{id}'.");
}

/// <summary>All webhooks.</summary>
internal sealed record WebhookList(IReadOnlyList<Webhook> Data);

/// <summary>The endpoints of webhooks: who may write targets may say who hears of them.</summary>
internal static class WebhookEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet("/webhooks", (HttpContext context, Webhooks webhooks) => webhooks.ListAsync(context)), "webhooks", "All webhooks, with what they have not taken yet.")
            .Produces<WebhookList>();
        Describe(routes.MapGet("/webhooks/{id}", (HttpContext context, Webhooks webhooks, string id) => webhooks.GetAsync(context, id)), "webhook", "A webhook, with what it has not taken.")
            .Produces<Webhook>().ProducesProblem(404);
        Describe(routes.MapPut("/webhooks/{id}", (HttpContext context, Webhooks webhooks, string id) => webhooks.PutAsync(context, id)), "put_webhook", "Makes or changes a webhook. Its secret is told once: when it is made or given.")
            .Accepts<JsonElement>("application/json").Produces<Webhook>().Produces<Webhook>(201).ProducesProblem(400).ProducesProblem(409).ProducesProblem(412).ProducesProblem(413);
        Describe(routes.MapDelete("/webhooks/{id}", (HttpContext context, Webhooks webhooks, string id) => webhooks.DeleteAsync(context, id)), "delete_webhook", "Takes a webhook away, with all that it has not taken.")
            .Produces(204).ProducesProblem(404).ProducesProblem(412);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.RequireScope(Scopes.TargetsWrite).WithName(name).WithSummary(summary).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429).ProducesProblem(503);
}
