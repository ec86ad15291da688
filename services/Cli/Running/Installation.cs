namespace KpiPlatform.Cli.Running;

/// <summary>What the services are told through their environment.</summary>
internal sealed record Installation(string Postgres, string RabbitMq, string KeysFile)
{
    public Dictionary<string, string?> Environment => new(StringComparer.Ordinal)
    {
        ["KPI_POSTGRES"] = Postgres,
        ["KPI_RABBITMQ"] = RabbitMq,
        ["KPI_KEYS_FILE"] = KeysFile,
        ["KPI_SOURCES_FILE"] = Path.Combine(Path.GetDirectoryName(KeysFile)!, "sources.json"),
        ["KPI_INGESTION_HOME"] = Path.Combine(Path.GetDirectoryName(KeysFile)!, "ingestion"),
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["MASSTRANSIT_USAGE_TELEMETRY"] = "false",
    };
}
