namespace KpiPlatform.Ingestion.Http;

/// <summary>A POST whose whole way is a list of steps: it binds nothing, and what the steps answer is the answer.</summary>
internal static class InboundRoute
{
    // A method group would become a RequestDelegate, whose result is thrown away.
    public static void MapInbound(this WebApplication app, string path, Func<HttpContext, Task<IResult>> handle) => app.MapPost(path, async Task (HttpContext http) =>
    {
        var answer = await handle(http);
        await answer.ExecuteAsync(http);
    });
}
