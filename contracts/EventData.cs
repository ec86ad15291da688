using System.Text.Json.Serialization;

namespace KpiPlatform.Contracts.V1;

/// <summary>
/// The members of all event types in one flat record: absent members are null and are not written. Which ones a type has, and which
/// it must have, is in <c>contracts/README.md</c>. Members are only ever added, and only nullable.
/// </summary>
public sealed record EventData
{
    /// <summary>The members that were given as an explicit null, by their wire names: "agent" on an assignment means nobody owns it now.</summary>
    [JsonPropertyName("cleared")] public IReadOnlyList<string>? Cleared { get; init; }

    [JsonPropertyName("channel")] public Channel? Channel { get; init; }

    /// <summary>Free and lower-case: whatsapp, messenger, live_chat, …</summary>
    [JsonPropertyName("channel_detail")] public string? ChannelDetail { get; init; }

    [JsonPropertyName("opened_by")] public Party? OpenedBy { get; init; }

    /// <summary>A keyed hash of the customer's id, 32 hexadecimal digits; the id itself never leaves ingestion.</summary>
    [JsonPropertyName("customer")] public string? Customer { get; init; }

    [JsonPropertyName("agent")] public string? Agent { get; init; }
    [JsonPropertyName("team")] public string? Team { get; init; }
    [JsonPropertyName("category")] public string? Category { get; init; }
    [JsonPropertyName("priority")] public string? Priority { get; init; }
    [JsonPropertyName("tags")] public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>What a survey answer or a ticket is about: delivery, pick_up, …</summary>
    [JsonPropertyName("area")] public string? Area { get; init; }

    /// <summary>Who wrote a message.</summary>
    [JsonPropertyName("author")] public Party? Author { get; init; }

    /// <summary>False for a private note; null means public.</summary>
    [JsonPropertyName("public")] public bool? Public { get; init; }

    /// <summary>A bot hands over to people with this message.</summary>
    [JsonPropertyName("handoff")] public bool? Handoff { get; init; }

    [JsonPropertyName("handle_seconds")] public decimal? HandleSeconds { get; init; }

    /// <summary>Set by sources without tickets: silence longer than this ends the ticket.</summary>
    [JsonPropertyName("session_gap_hours")] public decimal? SessionGapHours { get; init; }

    /// <summary>Who resolved or reopened.</summary>
    [JsonPropertyName("by")] public Party? By { get; init; }

    [JsonPropertyName("confirmed_by_customer")] public bool? ConfirmedByCustomer { get; init; }

    [JsonPropertyName("status")] public TicketStatus? Status { get; init; }

    /// <summary>Stands in for an opening that was never seen, UTC.</summary>
    [JsonPropertyName("opened_at")] public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>Why a ticket was removed (spam, merged, deleted, test, erasure) or a customer left (cancelled, lapsed, other).</summary>
    [JsonPropertyName("reason")] public string? Reason { get; init; }

    [JsonPropertyName("merged_into")] public string? MergedInto { get; init; }

    /// <summary>Of a survey (csat, nps, ces, enps) or an amount (support_cost, revenue).</summary>
    [JsonPropertyName("kind")] public string? Kind { get; init; }

    /// <summary>As given, on <see cref="Scale"/>; on the scale good-bad, 1 is good and 0 is bad.</summary>
    [JsonPropertyName("score")] public decimal? Score { get; init; }

    /// <summary><c>a-b</c> with whole numbers a &lt; b, or <c>good-bad</c>.</summary>
    [JsonPropertyName("scale")] public string? Scale { get; init; }

    [JsonPropertyName("survey")] public string? Survey { get; init; }
    [JsonPropertyName("has_comment")] public bool? HasComment { get; init; }
    [JsonPropertyName("seconds")] public decimal? Seconds { get; init; }
    [JsonPropertyName("medium")] public Medium? Medium { get; init; }

    /// <summary>Customers there are at <c>time</c>.</summary>
    [JsonPropertyName("count")] public long? Count { get; init; }

    /// <summary>Money, exact.</summary>
    [JsonPropertyName("amount")] public decimal? Amount { get; init; }

    /// <summary>ISO 4217, three capital letters.</summary>
    [JsonPropertyName("currency")] public string? Currency { get; init; }

    /// <summary>The first instant of the amount's period, UTC.</summary>
    [JsonPropertyName("from")] public DateTimeOffset? From { get; init; }

    /// <summary>The instant after the amount's period, UTC.</summary>
    [JsonPropertyName("to")] public DateTimeOffset? To { get; init; }

    /// <summary>True when the event gives this member as an explicit null.</summary>
    public bool Clears(string member) => Cleared is { } cleared && cleared.Contains(member, StringComparer.Ordinal);
}
