using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Cli.Keys;

internal sealed record NewKey(string Id, string Key, string Workspace, IReadOnlyList<string> Scopes);

/// <summary>What can be done to a keys document; each returns the next document.</summary>
internal static class KeyRing
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static readonly IReadOnlyList<string> Scopes = ["events:write", "metrics:read", "metrics.agents:read", "tickets:read", "targets:write", "admin"];

    public static (KeysDocument Next, NewKey Key) CreateKey(KeysDocument document, string workspace, IReadOnlyList<string> scopes, DateTimeOffset now)
    {
        var key = "kpi_live_" + RandomNumberGenerator.GetString(Base62, 32);
        var entry = new KeyEntry(NewId("k_"), workspace, Hash(key), scopes, now);
        var next = WithWorkspace(document, workspace);
        return (next with { Keys = [.. next.Keys, entry] }, new(entry.Id, key, workspace, scopes));
    }

    /// <summary>The workspace's secret for Standard Webhooks: the newest one that is not revoked, or a new one.</summary>
    public static (KeysDocument Next, SigningSecretEntry Secret) SigningSecret(KeysDocument document, string workspace, bool another, DateTimeOffset now)
    {
        var current = document.SigningSecrets.LastOrDefault(s => s.Workspace == workspace && s.RevokedAt is null);
        if (current is not null && !another)
            return (document, current);
        var entry = new SigningSecretEntry(NewId("s_"), workspace, "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), now);
        var next = WithWorkspace(document, workspace);
        return (next with { SigningSecrets = [.. next.SigningSecrets, entry] }, entry);
    }

    /// <returns>False when no key or secret has this id. Revoking twice keeps the first time.</returns>
    public static (KeysDocument Next, bool Found) Revoke(KeysDocument document, string id, DateTimeOffset now)
    {
        var found = document.Keys.Any(k => k.Id == id) || document.SigningSecrets.Any(s => s.Id == id);
        return (document with
        {
            Keys = [.. document.Keys.Select(k => k.Id == id ? k with { RevokedAt = k.RevokedAt ?? now } : k)],
            SigningSecrets = [.. document.SigningSecrets.Select(s => s.Id == id ? s with { RevokedAt = s.RevokedAt ?? now } : s)],
        }, found);
    }

    /// <returns>True when it was not there yet.</returns>
    public static (KeysDocument Next, bool IsNew) EnsureWorkspace(KeysDocument document, string name) =>
        document.Workspaces.Any(w => w.Name == name) ? (document, false) : (WithWorkspace(document, name), true);

    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static KeysDocument WithWorkspace(KeysDocument document, string name) => document.Workspaces.Any(w => w.Name == name)
        ? document
        : document with { Workspaces = [.. document.Workspaces, new(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))] };

    private static string NewId(string prefix) => prefix + RandomNumberGenerator.GetString(Base62, 8);
}
