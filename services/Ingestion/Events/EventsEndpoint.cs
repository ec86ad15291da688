using System.Diagnostics;

namespace KpiPlatform.Ingestion.Events;

/// <summary><c>POST /v1/events</c></summary>
internal static class EventsEndpoint
{
    public static void MapEvents(this WebApplication app)
    {
        var inbound = app.Services.GetRequiredService<Inbound>();
        app.MapPost("/v1/events", async Task (HttpContext http) =>
        {
            LinkSender(http);
            var answer = await inbound.HandleAsync(http);
            await answer.ExecuteAsync(http);
        });
    }

    /// <summary>The CloudEvents header <c>ce-traceparent</c> of binary mode: where the sender's own trace is. Events in bodies are linked as they are read.</summary>
    private static void LinkSender(HttpContext http)
    {
        if (http.Request.Headers.TryGetValue("ce-traceparent", out var parent) && ActivityContext.TryParse(parent, null, isRemote: true, out var sender))
            Activity.Current?.AddLink(new ActivityLink(sender));
    }
}
