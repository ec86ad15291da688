using System.Security.Cryptography;

namespace KpiPlatform.Ingestion.Commands;

/// <summary>Ids of connections and their secrets: not secret, fit for logs.</summary>
internal static class ShortId
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string New(string prefix) => prefix + RandomNumberGenerator.GetString(Base62, 8);
}
