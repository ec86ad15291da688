namespace KpiPlatform.Ingestion.Events;

/// <summary><c>POST /v1/events</c></summary>
internal static class EventsEndpoint
{
    public static void MapEvents(this WebApplication app)
    {
        var inbound = app.Services.GetRequiredService<Inbound>();
        app.MapPost("/v1/events", async Task (HttpContext http) =>
        {
            var answer = await inbound.HandleAsync(http);
            await answer.ExecuteAsync(http);
        });
    }
}
