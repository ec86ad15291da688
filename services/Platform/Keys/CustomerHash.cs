using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Platform.Keys;

/// <summary>Stands in for a customer's id everywhere behind ingestion: HMAC-SHA-256 under the workspace's key, the first 16 bytes as 32 hexadecimal digits.</summary>
public static class CustomerHash
{
    /// <summary>Blanks around the id don't count, and in an e-mail address neither do capitals: one person is one hash, however the help desk writes the address.</summary>
    public static string Of(byte[] workspaceKey, string customer)
    {
        var id = customer.Trim();
        if (id.Contains('@', StringComparison.Ordinal)) id = id.ToLowerInvariant();
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(workspaceKey, Encoding.UTF8.GetBytes(id), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
