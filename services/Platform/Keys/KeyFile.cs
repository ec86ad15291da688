using System.Text.Json;

namespace KpiPlatform.Platform.Keys;

/// <summary>The keys file as <c>./kpi keys</c> writes it: snake_case JSON. No key is in it, only SHA-256 hashes; signing secrets must be.</summary>
internal sealed record KeyFile(IReadOnlyList<KeyFile.Workspace> Workspaces, IReadOnlyList<KeyFile.Key> Keys, IReadOnlyList<KeyFile.SigningSecret>? SigningSecrets)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip,
        RespectRequiredConstructorParameters = false,
    };

    public static KeyFile Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<KeyFile>(json, Json) ?? throw new JsonException("The keys file holds null.");

    internal sealed record Workspace(string Name, string CustomerKey);

    internal sealed record Key(string Id, string Workspace, string Sha256, IReadOnlyList<string> Scopes, DateTimeOffset? RevokedAt);

    internal sealed record SigningSecret(string Id, string Workspace, string Secret, DateTimeOffset? RevokedAt);
}
