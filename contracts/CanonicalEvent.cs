using System.Text.Json.Serialization;

namespace KpiPlatform.Contracts.V1;

/// <summary>
/// One thing that happened to a ticket, a survey, a customer or a budget, in the platform's own words.
/// Every source adapter turns its vendor's payload into these; everything after the adapter knows only these.
/// </summary>
/// <param name="Workspace">The tenant. It comes from the credential that sent the event, never from the payload.</param>
/// <param name="Source">URI-reference of the help desk account, e.g. <c>/zendesk/acme</c>.</param>
/// <param name="Subject">The ticket id in its source; for survey answers with no ticket the survey, for customer and amount events the customer or the period.</param>
/// <param name="Id">Unique with <paramref name="Source"/>: the dedupe key inside a workspace.</param>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Time">When it happened by the vendor's clock, in UTC, to the microsecond.</param>
/// <param name="ReceivedAt">When ingestion took it, in UTC. Never used by a KPI.</param>
/// <param name="Data">What happened.</param>
/// <param name="TraceParent">W3C trace context of the request that brought the event, when it was traced.</param>
/// <param name="Origin">How it came when not live; null is live. The numbers don't depend on it.</param>
public sealed record CanonicalEvent(
    [property: JsonPropertyName("workspace")] string Workspace,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("time")] DateTimeOffset Time,
    [property: JsonPropertyName("received_at")] DateTimeOffset ReceivedAt,
    [property: JsonPropertyName("data")] EventData Data,
    [property: JsonPropertyName("traceparent"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceParent = null,
    [property: JsonPropertyName("origin"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Origin? Origin = null);

/// <summary>
/// The bus message: events of one partition, in no particular order, 1 to <see cref="MaxEvents"/> of them. The same event may come
/// in several messages; counting it once is the reader's work.
/// </summary>
public sealed record EventBatch([property: JsonPropertyName("events")] IReadOnlyList<CanonicalEvent> Events)
{
    /// <summary>The most events one message carries.</summary>
    public const int MaxEvents = 500;
}
