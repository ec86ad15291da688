using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.EndToEnd.Tests;


/// <summary>Signs as the vendors do, written from their documentation and apart from the code that verifies.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "SHA-1 is what these vendors sign with.")]
internal static class VendorSignatures
{
    public static IEnumerable<(string Name, string Value)> Of(string vendor, string secret, byte[] body, DateTimeOffset now)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        switch (vendor)
        {
            case "chatwoot":
                var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                return [("X-Chatwoot-Timestamp", seconds), ("X-Chatwoot-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, After(seconds + ".", body))))];
            case "zendesk":
                var instant = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
                return [("X-Zendesk-Webhook-Signature-Timestamp", instant), ("X-Zendesk-Webhook-Signature", Convert.ToBase64String(HMACSHA256.HashData(key, After(instant, body))))];
            case "intercom" or "zammad":
                return [("X-Hub-Signature", "sha1=" + Convert.ToHexStringLower(HMACSHA1.HashData(key, body)))];
            case "helpscout":
                return [("X-HelpScout-Signature", Convert.ToBase64String(HMACSHA1.HashData(key, body)))];
            case "front":
                return [("X-Front-Signature", Convert.ToBase64String(HMACSHA1.HashData(key, body)))];
            case "freshdesk":
                return [("X-Webhook-Token", secret)];
            default:
                throw new ArgumentOutOfRangeException(nameof(vendor), vendor, "nobody told how it signs");
        }
    }

    private static byte[] After(string text, byte[] body) => [.. Encoding.UTF8.GetBytes(text), .. body];
}
