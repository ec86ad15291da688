using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Credentials;

/// <summary>
/// Signatures by standardwebhooks.com: <c>webhook-signature</c> lists <c>v1,&lt;base64 of HMAC-SHA-256 over "id.timestamp.body"&gt;</c>. Verified over the
/// bytes as they came (a packed body is signed packed), in constant time, against every active secret; the secret that fits says the workspace.
/// </summary>
internal static class StandardWebhooks
{
    private const string Version = "v1,";
    private const int MaxSignatures = 16;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static bool IsSigned(HttpRequest request) => request.Headers.ContainsKey("webhook-signature");

    /// <summary>The secret that signed this request now; null for everything that is wrong with it, which is one answer to the sender.</summary>
    public static SigningSecret? Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body, IReadOnlyList<SigningSecret> secrets, DateTimeOffset now)
    {
        var id = headers["webhook-id"].ToString();
        var timestamp = headers["webhook-timestamp"].ToString();
        if (id.Length is 0 or > 256 || id.Contains('.', StringComparison.Ordinal) || !IsRecent(timestamp, now)) return null;

        var given = Decode(headers["webhook-signature"].ToString());
        if (given.Count == 0) return null;
        var prefix = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        SigningSecret? match = null;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var secret in secrets)
        {
            using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Key);
            mac.AppendData(prefix);
            mac.AppendData(body);
            mac.GetHashAndReset(expected);
            // No early end: how long it takes does not tell how far a guess went.
            foreach (var signature in given) match = CryptographicOperations.FixedTimeEquals(signature, expected) ? secret : match;
        }

        return match;
    }

    private static bool IsRecent(string timestamp, DateTimeOffset now) =>
        timestamp.Length <= 12 && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= Tolerance.TotalSeconds;

    /// <summary>The v1 entries that are a MAC; other versions and malformed entries are passed over.</summary>
    private static List<byte[]> Decode(string header)
    {
        var macs = new List<byte[]>();
        foreach (var part in header.AsSpan().Split(' '))
        {
            var entry = header.AsSpan()[part];
            if (!entry.StartsWith(Version, StringComparison.Ordinal)) continue;
            var mac = new byte[HMACSHA256.HashSizeInBytes];
            if (Convert.TryFromBase64Chars(entry[Version.Length..], mac, out var size) && size == mac.Length && macs.Count < MaxSignatures) macs.Add(mac);
        }

        return macs;
    }
}
