using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Query.Hosting;

/// <summary>So many requests a minute for each key: <c>KPI_RATE_LIMIT</c>.</summary>
internal sealed class RateLimits(IConfiguration configuration) : IEndpointFilter, IDisposable
{
    private readonly RateLimit limit = new("default", RateLimit.Setting(configuration, "KPI_RATE_LIMIT", otherwise: 6000));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        limit.Take(context.HttpContext, context.HttpContext.Caller().KeyId, "This key") ?? await next(context);

    public void Dispose() => limit.Dispose();
}
