using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>The conversation of a Front event: whole in full events and rules, little more than its id in previews.</summary>
internal sealed class FrontConversation(Node json)
{
    public string Id { get; } = json["id"].RequiredId;

    /// <summary>open, waiting or resolved with Front's ticketing; null without.</summary>
    public string? StatusCategory => json["status_category"].Text;

    public bool KnowsAssignee => json["assignee"].IsGiven;

    public string? Assignee => json["assignee"]["id"].Id;

    public IReadOnlyList<string>? Tags => json["tags"].IsArray ? [.. json["tags"].Items.Select(tag => tag["name"].Text ?? tag["id"].Text).OfType<string>()] : null;

    /// <summary>The contact where there is one, which holds all addresses of a person; else the address.</summary>
    public string? Customer
    {
        get
        {
            var contact = json["recipient"]["_links"]["related"]["contact"].Text;
            return contact is null ? json["recipient"]["handle"].Text : contact[(contact.LastIndexOf('/') + 1)..];
        }
    }

    /// <summary>A conversation begins when its first message is there, and a mail may be older; later messages are younger than it. The second is for rounding.</summary>
    public bool IsOpenedAt(DateTimeOffset message) => json["created_at"].Time is { } created && message <= created.AddSeconds(1);

    public static (Channel Name, string? Detail) Channel(Node type) => type.Text switch
    {
        "email" => (Contracts.V1.Channel.Email, null),
        "sms" => (Contracts.V1.Channel.Chat, "sms"),
        "front_chat" or "intercom" => (Contracts.V1.Channel.Chat, type.Text),
        "whatsapp" or "facebook" or "instagram" => (Contracts.V1.Channel.Social, type.Text),
        "twitter" or "tweet" or "twitter_dm" => (Contracts.V1.Channel.Social, "x"),
        "phone-call" or "call" or "voicemail" => (Contracts.V1.Channel.Voice, type.Text),
        var other => (Contracts.V1.Channel.Other, other),
    };
}
