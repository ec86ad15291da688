using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Importing;
using KpiPlatform.Ingestion.Publishing;
using KpiPlatform.Ingestion.Reconciling;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Ingestion;

/// <summary>The running service: what it is made of.</summary>
internal static class IngestionService
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddPlatform("kpi-ingestion");
        builder.AddHttpLimits();
        builder.AddPublishing();
        builder.AddWebhooks();
        builder.AddReconciliation();
        builder.AddImports();

        var app = builder.Build();
        app.UsePlatform();
        app.MapEvents();
        app.MapWebhooks();
        app.MapImports();
        await app.RunAsync();
        return 0;
    }
}
