namespace KpiPlatform.Cli.Importing.Sending;

/// <summary>Where events go: the ingestion's address, a key with events:write, and KPI_HOME, where progress is kept.</summary>
internal sealed record IngestTarget(Uri Ingest, string Key, string Home);

/// <summary>
/// Finds the running stack. Given a workspace, a key of that workspace; else what <c>./kpi up</c> made. Throws with a sentence for people
/// when there is no running stack. Url and key the user gave win and are not asked for here.
/// </summary>
internal delegate Task<IngestTarget> FindIngest(string? workspace, CancellationToken cancellation);
