namespace KpiPlatform.Cli.Running;

/// <summary>What the services are told through their environment.</summary>
internal sealed record Installation(string Postgres, string RabbitMq, string KeysFile)
{
    /// <summary>Where ingestion keeps what it could not yet give to the broker; each ingestion needs one of its own.</summary>
    public string IngestionHome { get; init; } = Path.Combine(Path.GetDirectoryName(KeysFile)!, "ingestion");

    /// <summary>A copy of the database that follows it, from which query answers; null when there is none.</summary>
    public string? PostgresReplica { get; init; }

    /// <summary>As one of several ingestions sees it: with a folder of its own, which bears its name.</summary>
    public Installation For(string service) =>
        service.StartsWith("ingestion-", StringComparison.Ordinal) ? this with { IngestionHome = Path.Combine(Path.GetDirectoryName(IngestionHome)!, service) } : this;

    public Dictionary<string, string?> Environment => new(StringComparer.Ordinal)
    {
        ["KPI_POSTGRES"] = Postgres,
        ["KPI_POSTGRES_REPLICA"] = PostgresReplica,
        ["KPI_RABBITMQ"] = RabbitMq,
        ["KPI_KEYS_FILE"] = KeysFile,
        ["KPI_ERASURES_FILE"] = Path.Combine(Path.GetDirectoryName(KeysFile)!, "erasures.ndjson"),
        ["KPI_SOURCES_FILE"] = Path.Combine(Path.GetDirectoryName(KeysFile)!, "sources.json"),
        ["KPI_INGESTION_HOME"] = IngestionHome,
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["MASSTRANSIT_USAGE_TELEMETRY"] = "false",
    };
}
