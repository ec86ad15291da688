namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>A connection is set up so that nothing can be read from it: not the sender's mistake, who is asked to try again later. The message holds no secret.</summary>
internal sealed class SetupException(string message) : Exception(message);
