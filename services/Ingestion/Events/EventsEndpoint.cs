using KpiPlatform.Ingestion.Http;

namespace KpiPlatform.Ingestion.Events;

/// <summary><c>POST /v1/events</c></summary>
internal static class EventsEndpoint
{
    public static void MapEvents(this WebApplication app)
    {
        app.MapInbound("/v1/events", app.Services.GetRequiredService<Inbound>().HandleAsync);
    }
}
