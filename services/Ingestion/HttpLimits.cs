using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KpiPlatform.Ingestion;

/// <summary>What a sender may ask of this service. Beyond it: 413, 431, 408 or a closed connection, never memory.</summary>
internal static class HttpLimits
{
    /// <summary>Body of one event, unpacked.</summary>
    public const int SingleBytes = 1024 * 1024;

    /// <summary>Body of a batch or NDJSON, unpacked.</summary>
    public const int BulkBytes = 16 * 1024 * 1024;

    /// <summary>Events in one request.</summary>
    public const int Events = 10_000;

    /// <summary>Names and values in the JSON of one event, or of a webhook. The largest a vendor is known to send has some 20,000.</summary>
    public const int Values = 100_000;

    /// <summary>Names and values in a batch.</summary>
    public const int BulkValues = 1_000_000;

    /// <summary>Nesting of JSON.</summary>
    public const int Depth = 32;

    /// <summary>A body that is not here after this long is given up (408).</summary>
    public static readonly TimeSpan BodyTime = TimeSpan.FromSeconds(30);

    public static void AddHttpLimits(this WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.Limits.MaxRequestBodySize = BulkBytes;
        kestrel.Limits.MaxConcurrentConnections = 4096;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
    });
}
