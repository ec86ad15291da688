using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>The others that a stack talks to: a help desk with an API and one conversation that no webhook told of, and a receiver of notices whose path is its secret.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly WebApplication _app;

    private World(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>The traceparent headers of what was sent to the receiver.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    public static async Task<World> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var world = new World(builder.Build());
        world._app.MapPost("/hooks/{secret}", (HttpRequest request) =>
        {
            world.Told.Enqueue(request.Headers.TraceParent.ToString());
            return Results.NoContent();
        });
        var at = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeSeconds();
        var conversation = $$$"""{"id":7,"account_id":3,"status":"open","created_at":{{{at}}},"last_activity_at":{{{at}}},"updated_at":{{{at}}}.5,"labels":[],"messages":[],"meta":{"channel":"Channel::Email","sender":{"id":501},"assignee":{"id":71} } }""";
        var message = $$$"""{"id":1,"message_type":0,"created_at":{{{at}}},"private":false,"content_attributes":{},"sender":{"id":501,"type":"contact"} }""";
        world._app.MapGet("/api/v1/accounts/3/conversations", (int page) => Results.Text($$$"""{"data":{"payload":[{{{(page == 1 ? conversation : "")}}}]}}""", "application/json"));
        world._app.MapGet("/api/v1/accounts/3/conversations/7/messages", (string? before) => Results.Text($$$"""{"payload":[{{{(before is null ? message : "")}}}]}""", "application/json"));
        await world._app.StartAsync();
        return world;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
