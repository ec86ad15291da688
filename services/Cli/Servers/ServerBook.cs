using System.Security.Cryptography;
using System.Text.Json;

namespace KpiPlatform.Cli.Servers;

/// <summary>What must be the same next time: ports, passwords, names. Kept beside the data, readable by its owner only.</summary>
internal sealed record ServerBook
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Names this installation: part of the RabbitMQ node's name, and of the data folder when that lies elsewhere.</summary>
    public string Id { get; init; } = RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>Where the servers' data is, when it could not be in the home folder itself.</summary>
    public string? DataFolder { get; set; }

    public string PostgresPassword { get; init; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public int? PostgresPort { get; set; }

    public string RabbitMqPassword { get; init; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public int? AmqpPort { get; set; }

    public int? DistributionPort { get; set; }

    public int? EpmdPort { get; set; }

    public static ServerBook Load(string home) => File.Exists(PathIn(home))
        ? JsonSerializer.Deserialize<ServerBook>(File.ReadAllText(PathIn(home)), Json)!
        : new ServerBook();

    public void Save(string home) => PrivateFile.Write(PathIn(home), JsonSerializer.Serialize(this, Json));

    private static string PathIn(string home) => Path.Combine(home, "servers.json");
}
