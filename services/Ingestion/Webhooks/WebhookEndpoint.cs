using KpiPlatform.Ingestion.Credentials;
using KpiPlatform.Ingestion.Http;
using KpiPlatform.Ingestion.Refusals;
using KpiPlatform.Ingestion.Sources;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary><c>POST /v1/webhooks/{source}/{workspace}</c>, and GET, HEAD and OPTIONS on the same path for the vendors' handshakes.</summary>
internal static class WebhookEndpoint
{
    private const string Path = "/v1/webhooks/{source}/{workspace}";

    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConnectionBook>();
        builder.Services.AddSingleton<Doorkeeper>();
        builder.Services.AddSingleton<RefusedShapes>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RefusedShapes>());
        builder.Services.AddSingleton<WebhookInbound>();
    }

    public static void MapWebhooks(this WebApplication app)
    {
        var (doorkeeper, limits) = (app.Services.GetRequiredService<Doorkeeper>(), app.Services.GetRequiredService<SenderLimits>());
        app.MapInbound(Path, app.Services.GetRequiredService<WebhookInbound>().HandleAsync);
        app.MapMethods(Path, ["GET", "HEAD", "OPTIONS"], (HttpContext http, string source, string workspace) =>
            SourceCatalogue.Find(source)?.Handshake(http.Request, doorkeeper.Candidates(source, workspace)) ?? limits.Refuse(http));
    }
}
