using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>The words of <c>via.channel</c>.</summary>
internal static class ZendeskChannels
{
    public static (Channel Channel, string? Detail) Of(string? via)
    {
        // Triggers write them for people: "Web form".
        var word = via?.ToLowerInvariant().Replace(' ', '_');
        return word switch
        {
            null => (Channel.Other, null),
            "mail" or "email" or "mailgun" => (Channel.Email, null),
            "web" or "web_form" or "helpcenter" or "help_center" => (Channel.Web, "web_form"),
            "chat" or "web_widget" or "native_messaging" or "mobile_sdk" or "web_messenger" or "messaging" => (Channel.Chat, word),
            "sms" or "twilio_sms" or "text_message" => (Channel.Chat, "sms"),
            "whatsapp" or "line" or "telegram" or "viber" or "wechat" or "kakaotalk" => (Channel.Social, word),
            "facebook" or "facebook_post" => (Channel.Social, "facebook"),
            "facebook_message" or "facebook_messenger" => (Channel.Social, "messenger"),
            "instagram" or "instagram_dm" => (Channel.Social, "instagram"),
            "twitter" or "x" => (Channel.Social, "x"),
            "voice" or "phone" or "voicemail" or "api_voicemail" => (Channel.Voice, word),
            _ when word.StartsWith("chat_", StringComparison.Ordinal) => (Channel.Chat, word),
            _ when word.StartsWith("twitter_", StringComparison.Ordinal) || word.StartsWith("x_", StringComparison.Ordinal) => (Channel.Social, "x"),
            _ when word.StartsWith("phone_call", StringComparison.Ordinal) || word.StartsWith("api_phone_call", StringComparison.Ordinal) => (Channel.Voice, word),
            _ => (Channel.Other, word),
        };
    }
}
