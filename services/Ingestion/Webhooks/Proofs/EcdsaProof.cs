using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Ingestion.Webhooks.Proofs;

/// <summary>
/// An ECDSA signature (P-256, SHA-256, DER in base64) over a timestamp and the raw body; the connection's secret is the sender's public key (base64 of SubjectPublicKeyInfo).
/// </summary>
internal sealed class EcdsaProof(string header, string timeHeader) : Proof
{
    private const int LongestSignature = 256;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>How base64 of a P-256 public key begins: its algorithm identifiers are always the same.</summary>
    private const string KeyBegins = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE";

    public static bool IsPublicKey(string secret) => secret.StartsWith(KeyBegins, StringComparison.Ordinal);

    public override bool Shows(SignedRequest request, string secret, Connection connection, DateTimeOffset now)
    {
        var (given, timestamp) = (request.Header(header), request.Header(timeHeader));
        if (given.Length is 0 or > LongestSignature || !Base64.IsValid(given) || !IsPublicKey(secret) || !Base64.IsValid(secret)) return false;
        if (timestamp.Length > 40 || VendorTime.Parse(timestamp) is not { } at || (now - at).Duration() > Tolerance) return false;
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(secret), out _);
            byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. request.Body.Span];
            return key.VerifyData(signed, Convert.FromBase64String(given), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false; // no point of the curve
        }
    }
}
