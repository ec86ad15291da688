using KpiPlatform.Ingestion.Http;

namespace KpiPlatform.Ingestion.Importing;

/// <summary><c>POST /v1/imports/{source}?account=NAME</c>: a vendor's own records (tickets of an export, rows), one a line.</summary>
internal static class ImportEndpoint
{
    public static void AddImports(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ImportInbound>();

    public static void MapImports(this WebApplication app)
    {
        app.MapInbound("/v1/imports/{source}", app.Services.GetRequiredService<ImportInbound>().HandleAsync);
    }
}
