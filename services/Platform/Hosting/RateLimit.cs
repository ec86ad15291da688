using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace KpiPlatform.Platform.Hosting;

/// <summary>So many requests a minute for each who asks, told in the headers of the IETF's RateLimit draft. A quiet minute may be spent at once.</summary>
public sealed class RateLimit : IDisposable
{
    private const int StepsPerMinute = 60;
    private readonly string policy;
    private readonly int perMinute;
    private readonly PartitionedRateLimiter<string>? limiter;

    /// <param name="policy">Its name in the headers.</param>
    /// <param name="perMinute">0 for no limit.</param>
    public RateLimit(string policy, int perMinute)
    {
        (this.policy, this.perMinute) = (policy, perMinute);
        if (perMinute > 0) limiter = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket()));
    }

    /// <summary>A setting's number of requests a minute; throws <see cref="SettingsException"/> when it is none.</summary>
    /// <param name="fewest">1, or 0 where the limit may be switched off.</param>
    public static int Setting(IConfiguration configuration, string name, int otherwise, int fewest = 1) => configuration[name] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= fewest => n,
        _ => throw new SettingsException($"{name} must be a whole number of requests a minute, at least {fewest}."),
    };

    /// <summary>Takes one request of <paramref name="who"/> off; null when it was there, else 429.</summary>
    /// <param name="subject">The sentence's: "This key".</param>
    public IResult? Take(HttpContext http, string who, string subject)
    {
        if (limiter is null) return null;
        using var lease = limiter.AttemptAcquire(who);
        var left = limiter.GetStatistics(who)?.CurrentAvailablePermits ?? 0;
        http.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";q={perMinute};w=60");
        http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";r={left};t={SecondsToFull(left)}");
        return lease.IsAcquired
            ? null
            : Problems.NotNow(http, StatusCodes.Status429TooManyRequests, "rate_limited", $"{subject} may ask {perMinute} times a minute.", RetryAfterSeconds(lease));
    }

    public void Dispose() => limiter?.Dispose();

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
