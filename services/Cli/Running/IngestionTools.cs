namespace KpiPlatform.Cli.Running;

/// <summary>What ingestion's own commands are told: its files, also when nothing is up, and where it runs when it does.</summary>
internal static class IngestionTools
{
    public static Dictionary<string, string?> Environment(Home home) => new(StringComparer.Ordinal)
    {
        ["KPI_KEYS_FILE"] = home.KeysFile,
        ["KPI_SOURCES_FILE"] = home.SourcesFile,
        ["KPI_INGESTION_HOME"] = home.Ingestion,
        ["KPI_INGEST_URL"] = RunState.Load(home) is { Ready: true, Supervisor.IsAlive: true } state ? state.Ingest!.ToString().TrimEnd('/') : System.Environment.GetEnvironmentVariable("KPI_INGEST_URL"),
    };
}
