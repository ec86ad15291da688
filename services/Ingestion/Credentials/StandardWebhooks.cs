using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Credentials;

/// <summary>
/// Signatures by standardwebhooks.com: <c>webhook-signature</c> lists <c>v1,&lt;base64 of HMAC-SHA-256 over "id.timestamp.body"&gt;</c>, or <c>v1a</c> with Ed25519. Verified over the
/// bytes as they came (a packed body is signed packed), in constant time, against every active secret; the secret that fits says the workspace.
/// </summary>
internal static class StandardWebhooks
{
    private const int MaxSignatures = 16;
    private const int MaxPublic = 4;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static bool IsSigned(HttpRequest request) => Header(request.Headers, "signature").Length > 0;

    /// <summary>The id of the message: the same however often it is sent.</summary>
    public static string? Id(IHeaderDictionary headers) => Header(headers, "id") is { Length: > 0 } id ? id : null;

    /// <summary>The secret that signed this request now; null for everything that is wrong with it, which is one answer to the sender.</summary>
    public static SigningSecret? Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body, IReadOnlyList<SigningSecret> secrets, DateTimeOffset now)
    {
        if (Prefix(headers, now) is not { } prefix) return null;
        var given = Decode(headers, "v1,", HMACSHA256.HashSizeInBytes, MaxSignatures);
        if (given.Count == 0) return null;
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

    /// <summary>True when the holder of this public key (32 bytes in base64) signed the request now. Few signatures are tried: each costs some milliseconds.</summary>
    public static bool VerifyPublic(IHeaderDictionary headers, ReadOnlySpan<byte> body, string publicKey, DateTimeOffset now)
    {
        var key = new byte[Ed25519.KeyBytes];
        if (!Convert.TryFromBase64String(publicKey, key, out var size) || size != key.Length || Prefix(headers, now) is not { } prefix) return false;
        byte[] message = [.. prefix, .. body];
        return Decode(headers, "v1a,", Ed25519.SignatureBytes, MaxPublic).Exists(signature => Ed25519.Verify(key, message, signature));
    }

    /// <summary>What is signed before the body; null when the id is none or the time is not about now.</summary>
    private static byte[]? Prefix(IHeaderDictionary headers, DateTimeOffset now)
    {
        var id = Header(headers, "id");
        var timestamp = Header(headers, "timestamp");
        if (id.Length is 0 or > 256 || id.Contains('.', StringComparison.Ordinal) || !IsRecent(timestamp, now)) return null;
        return Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
    }

    /// <summary>Svix, whose scheme became the standard, still sends its own names.</summary>
    private static string Header(IHeaderDictionary headers, string name) =>
        headers["webhook-" + name].ToString() is { Length: > 0 } standard ? standard : headers["svix-" + name].ToString();

    private static bool IsRecent(string timestamp, DateTimeOffset now) =>
        timestamp.Length <= 12 && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= Tolerance.TotalSeconds;

    /// <summary>The entries of a version that are of its size; other versions and malformed entries are passed over.</summary>
    private static List<byte[]> Decode(IHeaderDictionary headers, string version, int bytes, int most)
    {
        var found = new List<byte[]>();
        var header = Header(headers, "signature");
        foreach (var part in header.AsSpan().Split(' '))
        {
            var entry = header.AsSpan()[part];
            if (!entry.StartsWith(version, StringComparison.Ordinal)) continue;
            var signature = new byte[bytes];
            if (Convert.TryFromBase64Chars(entry[version.Length..], signature, out var size) && size == bytes && found.Count < most) found.Add(signature);
        }

        return found;
    }
}
