using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Ingestion.Events;

/// <summary>Stands in for a customer's id everywhere behind this service: HMAC-SHA-256 under the workspace's key, the first 16 bytes as 32 hexadecimal digits.</summary>
internal static class CustomerHash
{
    public static string Of(byte[] workspaceKey, string customer)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(workspaceKey, Encoding.UTF8.GetBytes(customer), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
