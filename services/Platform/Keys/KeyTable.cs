using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Platform.Keys;

/// <summary>One good state of the keys file, ready for looking up.</summary>
internal sealed class KeyTable
{
    private readonly FrozenDictionary<string, Workspace> workspaces;
    private readonly FrozenDictionary<string, Caller> bySha256;

    private KeyTable(FrozenDictionary<string, Workspace> workspaces, FrozenDictionary<string, Caller> bySha256, IReadOnlyList<SigningSecret> signingSecrets) =>
        (this.workspaces, this.bySha256, SigningSecrets) = (workspaces, bySha256, signingSecrets);

    public static KeyTable Empty { get; } = new(FrozenDictionary<string, Workspace>.Empty, FrozenDictionary<string, Caller>.Empty, []);

    public IReadOnlyList<SigningSecret> SigningSecrets { get; }

    public IReadOnlyCollection<Workspace> Workspaces => workspaces.Values;

    public Workspace? FindWorkspace(string name) => workspaces.GetValueOrDefault(name);

    public Caller? Find(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        // Looked up by the hash of a 190-bit secret: what the comparison's timing tells is of no use to a guesser.
        return bySha256.GetValueOrDefault(Convert.ToHexStringLower(hash));
    }

    /// <summary>Builds the table; throws <see cref="FormatException"/> with the entry's name when the file contradicts itself.</summary>
    public static KeyTable Of(KeyFile file)
    {
        var known = file.Workspaces.ToFrozenDictionary(w => w.Name, w => new Workspace(w.Name, CustomerKeyOf(w)), StringComparer.Ordinal);
        var callers = file.Keys.Where(key => key.RevokedAt is null).ToFrozenDictionary(
            key => key.Sha256.ToLowerInvariant(),
            key => new Caller(key.Id, WorkspaceOf(key.Workspace, key.Id), key.Scopes.ToFrozenSet(StringComparer.Ordinal)),
            StringComparer.Ordinal);
        var secrets = (file.SigningSecrets ?? []).Where(secret => secret.RevokedAt is null)
            .Select(secret => new SigningSecret(secret.Id, WorkspaceOf(secret.Workspace, secret.Id), SecretOf(secret))).ToList();
        return new KeyTable(known, callers, secrets);

        Workspace WorkspaceOf(string name, string id) =>
            known.GetValueOrDefault(name) ?? throw new FormatException($"{id} belongs to workspace \"{name}\", which the file does not have.");
    }

    private static byte[] CustomerKeyOf(KeyFile.Workspace workspace)
    {
        var key = new byte[32];
        return Convert.TryFromBase64String(workspace.CustomerKey, key, out var size) && size == key.Length
            ? key
            : throw new FormatException($"The customer_key of workspace \"{workspace.Name}\" is not 32 bytes in base64.");
    }

    private static byte[] SecretOf(KeyFile.SigningSecret secret)
    {
        const string prefix = "whsec_";
        var text = secret.Secret.StartsWith(prefix, StringComparison.Ordinal) ? secret.Secret[prefix.Length..] : secret.Secret;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var size) && size > 0
            ? bytes[..size]
            : throw new FormatException($"Signing secret {secret.Id} is not base64 after \"whsec_\".");
    }
}
