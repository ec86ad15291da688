using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>The X Activity API: one event a delivery, <c>data.event_type</c> says which.</summary>
internal static class XActivity
{
    private static readonly string[] NoNews = ["profile.", "follow.", "like.", "spaces.", "news.", "oauth.", "block.", "mute.", "post.repost", "post.quote", "dm.indicate_typing", "chat."];

    public static IEnumerable<Reading> Read(Delivery delivery, Node data, string kind) => kind switch
    {
        "dm.received" or "dm.sent" => Messages(delivery, data),
        "post.create" or "post.mention.create" or "post.reply.create" => [Post(delivery, data)],
        "post.delete" or "dm.delete" => [Delivery.Ignore(IgnoredReason.MessageChanged)],
        "dm.read" => [Delivery.Ignore(IgnoredReason.DeliveryReport)],
        _ => [Delivery.Ignore(NoNews.Any(prefix => kind.StartsWith(prefix, StringComparison.Ordinal)) ? IgnoredReason.NotForKpis : IgnoredReason.UnknownKind)],
    };

    private static IEnumerable<Reading> Messages(Delivery delivery, Node data)
    {
        var business = data["filter"]["user_id"].RequiredId;
        return Delivery.Each(data["payload"]["direct_message_events"].RequiredArray.Items, item => [X.DirectMessage(delivery, business, item)]);
    }

    private static Reading Post(Delivery delivery, Node data)
    {
        var post = data["payload"].RequiredObject;
        if (post["referenced_tweets"].Items.Any(reference => reference["type"].Is("retweeted"))) return Delivery.Ignore(IgnoredReason.NotForKpis);
        return X.Post(
            delivery, data["filter"]["user_id"].RequiredId, post["id"].RequiredId, post["created_at"].RequiredTime, post["author_id"].RequiredId, post["in_reply_to_user_id"].Id);
    }
}
