using System.Text.Json;

namespace KpiPlatform.Cli.Keys;

/// <summary>The keys file as the services read it: who may do what in which workspace. Holds hashes, never a key.</summary>
internal sealed record KeysDocument
{
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public IReadOnlyList<WorkspaceEntry> Workspaces { get; init; } = [];

    public IReadOnlyList<KeyEntry> Keys { get; init; } = [];

    public IReadOnlyList<SigningSecretEntry> SigningSecrets { get; init; } = [];
}

/// <param name="CustomerKey">Base64 of 32 bytes: customers' ids are only ever seen hashed with it, so it must never change.</param>
internal sealed record WorkspaceEntry(string Name, string CustomerKey);

internal sealed record KeyEntry(string Id, string Workspace, string Sha256, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt = null);

internal sealed record SigningSecretEntry(string Id, string Workspace, string Secret, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt = null);
