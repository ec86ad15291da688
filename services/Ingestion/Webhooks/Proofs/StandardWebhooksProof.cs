using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Ingestion.Credentials;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Webhooks.Proofs;

/// <summary>Standard Webhooks: <c>v1</c> (a shared secret, <c>whsec_…</c>) and <c>v1a</c> (the sender's Ed25519 public key, <c>whpk_…</c>). A public key is never used as a shared secret.</summary>
internal sealed class StandardWebhooksProof : Proof
{
    private const string PublicKey = "whpk_";
    private const string Shared = "whsec_";

    public override bool Shows(SignedRequest request, string secret, Connection connection, DateTimeOffset now)
    {
        if (secret.StartsWith(PublicKey, StringComparison.Ordinal))
            return StandardWebhooks.VerifyPublic(request.Headers, request.Body.Span, secret[PublicKey.Length..], now);
        return Key(secret) is { } key && StandardWebhooks.Verify(request.Headers, request.Body.Span, [new SigningSecret("", connection.Workspace, key)], now) is not null;
    }

    public override IReadOnlyList<KeyValuePair<string, string>>? Sign(ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        if (Key(secret) is not { } key) return null;
        var (id, timestamp) = ("msg_sample", now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        mac.AppendData(body);
        var signature = "v1," + Convert.ToBase64String(mac.GetHashAndReset());
        return [KeyValuePair.Create("webhook-id", id), KeyValuePair.Create("webhook-timestamp", timestamp), KeyValuePair.Create("webhook-signature", signature)];
    }

    /// <summary>Null for what is no shared secret: a public or a private key, or no base64.</summary>
    private static byte[]? Key(string secret)
    {
        if (secret.StartsWith("whpk_", StringComparison.Ordinal) || secret.StartsWith("whsk_", StringComparison.Ordinal)) return null;
        var base64 = secret.StartsWith(Shared, StringComparison.Ordinal) ? secret[Shared.Length..] : secret;
        var key = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, key, out var size) && size > 0 ? key[..size] : null;
    }
}
