using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Ingestion.Webhooks.Proofs;

/// <summary>
/// For vendors that do not sign: the secret itself, as the password of Basic authentication (<c>kpi:SECRET@</c> before the host in the vendor's URL field), as a
/// Bearer token, in the header <c>X-Webhook-Token</c>, or, where a vendor can do nothing else, as <c>?token=</c>.
/// </summary>
internal sealed class TokenProof : Proof
{
    public const string HeaderName = "X-Webhook-Token";

    /// <summary>Vendors that could sign but, in old versions, do not: only where the connection has the option <c>unsigned</c>.</summary>
    public bool OnlyWhereAllowed { get; init; }

    /// <summary>False for what a connection has among its secrets and is none: a public key, which whoever has seen it could send.</summary>
    public Func<string, bool> IsSecret { get; init; } = static _ => true;

    public override bool Shows(SignedRequest request, string secret, Connection connection, DateTimeOffset now)
    {
        if (!IsSecret(secret)) return false;
        if (OnlyWhereAllowed && !connection.Options["unsigned"].IsTrue) return false;
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(secret), expected);
        var shown = false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var given in Given(request))
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(given), hash);
            shown |= CryptographicOperations.FixedTimeEquals(hash, expected);
        }

        return shown;
    }

    public override IReadOnlyList<KeyValuePair<string, string>> Sign(ReadOnlySpan<byte> body, string secret, DateTimeOffset now) => [KeyValuePair.Create(HeaderName, secret)];

    private static IEnumerable<string> Given(SignedRequest request)
    {
        if (request.Header(HeaderName) is { Length: > 0 } header) yield return header;
        if (request.Query["token"].ToString() is { Length: > 0 } query) yield return query;
        var authorization = request.Header("Authorization");
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) yield return authorization["Bearer ".Length..].Trim();
        if (authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Password(authorization["Basic ".Length..].Trim()) is { } password) yield return password;
    }

    /// <summary>What follows the first colon of <c>user:password</c>.</summary>
    private static string? Password(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var size)) return null;
        var text = Encoding.UTF8.GetString(bytes, 0, size);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text[(colon + 1)..];
    }
}
