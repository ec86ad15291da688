using System.Text.Json.Serialization;

namespace KpiPlatform.Contracts.V1;

/// <summary>
/// A promise to a customer came to another state. Published on the fanout exchange <c>kpi.notices</c> and sent to subscribed webhooks, at least once each:
/// who must not act twice keeps the <paramref name="Id"/>.
/// </summary>
/// <param name="Id">The same for the same change, however often it is sent.</param>
/// <param name="Type">One of <see cref="NoticeTypes"/>.</param>
/// <param name="At">When it happened, in UTC: the instant that the clock tells, not when it was noticed.</param>
/// <param name="Workspace">The tenant.</param>
/// <param name="Source">The help desk account, as its events name it.</param>
/// <param name="Subject">The ticket in its source.</param>
/// <param name="Ticket">0, or which ticket of the thread where the source has no tickets.</param>
/// <param name="Metric"><c>first_response_time</c>, <c>response_time</c> or <c>resolution_time</c>.</param>
/// <param name="Target">Id of the target; <c>default</c> for the catalogue's own.</param>
/// <param name="From">When the clock began to run, in UTC.</param>
/// <param name="Due">Its deadline, in UTC.</param>
/// <param name="State"><c>at_risk</c>, <c>breached</c> or <c>met</c>.</param>
public sealed record SlaStateChanged(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("workspace")] string Workspace,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("ticket")] int Ticket,
    [property: JsonPropertyName("metric")] string Metric,
    [property: JsonPropertyName("target")] string Target,
    [property: JsonPropertyName("from")] DateTimeOffset From,
    [property: JsonPropertyName("due")] DateTimeOffset Due,
    [property: JsonPropertyName("state")] string State);

/// <summary>What can be announced, as subscriptions name it.</summary>
public static class NoticeTypes
{
    public const string AtRisk = "sla.at_risk";
    public const string Breached = "sla.breached";
    public const string Met = "sla.met";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [AtRisk, Breached, Met];
}
