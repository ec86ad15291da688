namespace KpiPlatform.Ingestion.Importing;

/// <summary><c>POST /v1/imports/{source}?account=NAME</c>: a vendor's own records (tickets of an export, rows), one a line.</summary>
internal static class ImportEndpoint
{
    public static void AddImports(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ImportInbound>();

    public static void MapImports(this WebApplication app)
    {
        var inbound = app.Services.GetRequiredService<ImportInbound>();
        app.MapPost("/v1/imports/{source}", async Task (HttpContext http) =>
        {
            var answer = await inbound.HandleAsync(http);
            await answer.ExecuteAsync(http);
        });
    }
}
