using System.Text.Json.Serialization;

namespace KpiPlatform.Contracts.V1;

/// <summary>Where the customer and the help desk talk.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Channel>))]
public enum Channel
{
    [JsonStringEnumMemberName("other")] Other,
    [JsonStringEnumMemberName("email")] Email,

    /// <summary>The site's or app's own chat, and sms.</summary>
    [JsonStringEnumMemberName("chat")] Chat,

    /// <summary>Any public network or messenger: x, facebook, messenger, instagram, whatsapp, telegram, line.</summary>
    [JsonStringEnumMemberName("social")] Social,

    [JsonStringEnumMemberName("voice")] Voice,

    /// <summary>A form or portal.</summary>
    [JsonStringEnumMemberName("web")] Web,
}

/// <summary>Who acted. Bots and automation never count as a human response.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Party>))]
public enum Party
{
    [JsonStringEnumMemberName("customer")] Customer,
    [JsonStringEnumMemberName("agent")] Agent,
    [JsonStringEnumMemberName("bot")] Bot,
    [JsonStringEnumMemberName("automation")] Automation,
}

/// <summary>What a source says the state of a ticket is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TicketStatus>))]
public enum TicketStatus
{
    [JsonStringEnumMemberName("open")] Open,
    [JsonStringEnumMemberName("pending")] Pending,
    [JsonStringEnumMemberName("resolved")] Resolved,
}

/// <summary>How time was spent with the customer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Medium>))]
public enum Medium
{
    [JsonStringEnumMemberName("other")] Other,
    [JsonStringEnumMemberName("phone")] Phone,
    [JsonStringEnumMemberName("email")] Email,
    [JsonStringEnumMemberName("chat")] Chat,
    [JsonStringEnumMemberName("face_to_face")] FaceToFace,
}

/// <summary>How an event came when it was not sent as it happened.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Origin>))]
public enum Origin
{
    /// <summary>History, from an export: what watches live events need not react to it.</summary>
    [JsonStringEnumMemberName("import")] Import,

    /// <summary>Fetched from the source's API because its webhook may have missed it.</summary>
    [JsonStringEnumMemberName("reconciliation")] Reconciliation,
}
