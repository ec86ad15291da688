namespace KpiPlatform.Ingestion.Commands;

/// <summary>Where vendors and tests send to.</summary>
internal static class Address
{
    private const string Usual = "http://127.0.0.1:8081";

    /// <summary>What was given, else the running stack (./kpi says where that is), else where it would run.</summary>
    public static Uri Base(Uri? given) => given ?? new Uri(Environment.GetEnvironmentVariable("KPI_INGEST_URL") is { Length: > 0 } running ? running : Usual);

    public static Uri Webhook(Uri root, string source, string workspace) => new($"{root.ToString().TrimEnd('/')}/v1/webhooks/{source}/{workspace}");
}
