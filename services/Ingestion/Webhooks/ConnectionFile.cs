using System.Text.Json;
using System.Text.Json.Serialization;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>
/// The sources file (<c>KPI_SOURCES_FILE</c>) as <c>./kpi sources</c> writes it: snake_case JSON, readable by its owner only. A secret is given as itself, as the
/// path of a file that holds it, or as the name of an environment variable.
/// </summary>
internal sealed record ConnectionFile(IReadOnlyList<ConnectionFile.Entry> Connections)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static ConnectionFile Empty { get; } = new([]);

    public static ConnectionFile Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<ConnectionFile>(json, Json) ?? throw new JsonException("The sources file holds null.");

    /// <param name="Options">An object; what is in it is the source's business.</param>
    internal sealed record Entry(
        string Id, string Source, string Workspace, string Account, IReadOnlyList<Secret> Secrets, DateTimeOffset CreatedAt, DateTimeOffset? RemovedAt = null, JsonElement? Options = null)
    {
        /// <summary>Throws <see cref="FormatException"/> with the entry's name when a secret cannot be had. Paths in its options start from <paramref name="folder"/>.</summary>
        public Connection Open(Workspace workspace, string folder) => new(
            Id, Source, workspace, Account, [.. Secrets.Where(secret => secret.RevokedAt is null).Select(secret => secret.Read(Id))], Node.Root(Options ?? default))
        {
            Folder = folder,
        };
    }

    /// <summary>Exactly one of <paramref name="Value"/>, <paramref name="File"/> and <paramref name="Env"/> is there.</summary>
    internal sealed record Secret(string Id, DateTimeOffset CreatedAt, string? Value = null, string? File = null, string? Env = null, DateTimeOffset? RevokedAt = null)
    {
        public string Read(string connection)
        {
            var text = (Value, File, Env) switch
            {
                ({ } value, null, null) => value,
                (null, { } path, null) => System.IO.File.ReadAllText(path),
                (null, null, { } name) => Environment.GetEnvironmentVariable(name) ?? throw new FormatException($"Secret {Id} of {connection}: the environment variable {name} is not set."),
                _ => throw new FormatException($"Secret {Id} of {connection} must have exactly one of value, file, env."),
            };
            return text.Trim() is { Length: > 0 } secret ? secret : throw new FormatException($"Secret {Id} of {connection} is empty.");
        }
    }
}
