using System.Net;
using System.Net.Sockets;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Ingestion.Credentials;

/// <summary>
/// How often a sender may ask. Each key, signing secret and connection has its own allowance (<c>KPI_INGEST_RATE_LIMIT</c> requests a minute, 0 for none),
/// far above what a help desk sends. Requests with bad credentials have one per client address (<c>KPI_INGEST_FAILED_LIMIT</c>): beyond it they are told
/// 429 instead of 401. It is looked at only after the credentials were, and good ones are not counted: who sits behind the same proxy as a guesser is
/// never refused for him. That lets a guesser go on guessing, at 190 bits and more a secret; what it ends is the cost of telling each of them why.
/// </summary>
internal sealed class SenderLimits(IConfiguration configuration) : IDisposable
{
    private const int BytesOfNetwork = 8;
    private readonly RateLimit good = new("default", RateLimit.Setting(configuration, "KPI_INGEST_RATE_LIMIT", otherwise: 600_000, fewest: 0));
    private readonly RateLimit failed = new("failed", RateLimit.Setting(configuration, "KPI_INGEST_FAILED_LIMIT", otherwise: 60, fewest: 0));

    /// <summary>A step of the way in, after the credentials: null when the sender may go on. A request is counted once.</summary>
    public IResult? KeepToRate(Intake intake)
    {
        if (intake.SenderId is not { } sender || intake.IsCounted) return null;
        intake.IsCounted = true;
        return good.Take(intake.Http, sender, "This sender");
    }

    /// <summary>The one answer to every wrong credential.</summary>
    public IResult Refuse(HttpContext http) =>
        failed.Take(http, Network(http.Connection.RemoteIpAddress), "A sender without valid credentials") ?? Platform.Keys.Authorization.Unauthorized(http);

    public void Dispose()
    {
        good.Dispose();
        failed.Dispose();
    }

    /// <summary>Of IPv6 the first half: who has one address there has them all.</summary>
    private static string Network(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, BytesOfNetwork)) : address.ToString();
    }
}
