using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests;

/// <summary>What a test's ingestion knows: the workspace acme, its keys and its sources.</summary>
internal static class IngestionFiles
{
    public static string Keys() => $$"""
        {"workspaces":[{"name":"acme","customer_key":"{{Convert.ToBase64String(new byte[32])}}"}],
         "keys":[{"id":"k_1","workspace":"acme","sha256":"{{Sha256(IngestionHost.Key)}}","scopes":["events:write"],"revoked_at":null},
                 {"id":"k_2","workspace":"acme","sha256":"{{Sha256(IngestionHost.ReadOnlyKey)}}","scopes":["metrics:read"],"revoked_at":null}],
         "signing_secrets":[{"id":"s_1","workspace":"acme","secret":"whsec_{{IngestionHost.Secret}}","revoked_at":null}]}
        """;

    /// <summary>Every source, connected to the workspace acme.</summary>
    public static string Sources() => JsonSerializer.Serialize(new
    {
        connections = SourceCatalogue.All.Select(source => new
        {
            id = "c_" + source.Name,
            source = source.Name,
            workspace = "acme",
            account = "main",
            created_at = "2026-01-01T00:00:00Z",
            secrets = new[] { new { id = "w_1", created_at = "2026-01-01T00:00:00Z", value = IngestionHost.WebhookSecret(source.Name) } },
            options = source.Name == "map" ? (object)new { map = Path.Combine(SharedFolder.Root, "docs/examples/one-row-per-ticket.map.json") } : new { },
        }),
    });

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
