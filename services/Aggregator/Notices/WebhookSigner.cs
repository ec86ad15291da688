using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Aggregator.Notices;

/// <summary>Signs by standardwebhooks.com: HMAC-SHA-256 over "id.timestamp.body" under the secret's bytes.</summary>
internal static class WebhookSigner
{
    private const string Prefix = "whsec_";

    /// <summary>Adds the three headers to a request with this body.</summary>
    public static void Sign(HttpRequestMessage request, string id, DateTimeOffset at, ReadOnlySpan<byte> body, string secret)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret[Prefix.Length..]));
        mac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        mac.AppendData(body);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(mac.GetHashAndReset()));
    }
}
