using System.Globalization;
using System.Threading.RateLimiting;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Query.Hosting;

/// <summary>So many requests a minute for each key (<c>KPI_RATE_LIMIT</c>), told in the headers of the IETF's RateLimit draft.</summary>
internal sealed class RateLimits : IEndpointFilter, IDisposable
{
    private const int Default = 6000;
    private const int StepsPerMinute = 60;
    private readonly int perMinute;
    private readonly PartitionedRateLimiter<string> limiter;

    public RateLimits(IConfiguration configuration)
    {
        perMinute = configuration["KPI_RATE_LIMIT"] switch
        {
            null or "" => Default,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 => n,
            _ => throw new SettingsException("KPI_RATE_LIMIT must be a whole number of requests a minute, at least 1."),
        };
        limiter = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket()));
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Caller().KeyId;
        using var lease = limiter.AttemptAcquire(key);
        var left = limiter.GetStatistics(key)?.CurrentAvailablePermits ?? 0;
        http.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";q={perMinute};w=60");
        http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";r={left};t={SecondsToFull(left)}");
        return lease.IsAcquired
            ? await next(context)
            : Problems.NotNow(http, StatusCodes.Status429TooManyRequests, "rate_limited", $"This key may ask {perMinute} times a minute.", RetryAfterSeconds(lease));
    }

    public void Dispose() => limiter.Dispose();

    private TokenBucketRateLimiterOptions Bucket() => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / StepsPerMinute),
        ReplenishmentPeriod = TimeSpan.FromMinutes(1.0 / Math.Min(perMinute, StepsPerMinute)),
        QueueLimit = 0,
    };

    private long SecondsToFull(long left) => (long)Math.Ceiling((perMinute - left) * 60.0 / perMinute);

    private static int RetryAfterSeconds(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
}
