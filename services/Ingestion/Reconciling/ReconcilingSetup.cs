using System.Net.Http.Headers;

namespace KpiPlatform.Ingestion.Reconciling;

/// <summary>What finds the events that webhooks missed.</summary>
internal static class ReconcilingSetup
{
    public static void AddReconciliation(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Cursors>();
        builder.Services.AddSingleton<ReconciliationMetrics>();
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<PullRun>(services, Client()));
        builder.Services.AddHostedService<Reconciler>();
    }

    /// <summary>For all vendors: no cookies, no redirects, so that nothing of one connection gets to another.</summary>
    private static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2), AutomaticDecompression = System.Net.DecompressionMethods.GZip })
    {
        Timeout = TimeSpan.FromSeconds(60),
        MaxResponseContentBufferSize = 64 * 1024 * 1024,
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("KpiPlatform", null) } },
    };
}
