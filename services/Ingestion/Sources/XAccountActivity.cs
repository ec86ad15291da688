using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>The Account Activity API: arrays by kind in one delivery, for the account <c>for_user_id</c>.</summary>
internal static class XAccountActivity
{
    public static IEnumerable<Reading> Read(Delivery delivery)
    {
        if (delivery.Json["user_event"].IsObject) return [Delivery.Ignore(IgnoredReason.NotForKpis)];
        var business = delivery.Json["for_user_id"].RequiredId;
        return [.. delivery.Json.Members.Where(member => member.Value.IsArray).SelectMany(member => Kind(delivery, business, member.Name, member.Value))];
    }

    private static IEnumerable<Reading> Kind(Delivery delivery, string business, string kind, Node items) => kind switch
    {
        "direct_message_events" => Delivery.Each(items.Items, item => [X.DirectMessage(delivery, business, item)]),
        "tweet_create_events" => Delivery.Each(items.Items, item => [Tweet(delivery, business, item)]),
        "tweet_delete_events" => items.Items.Select(_ => Delivery.Ignore(IgnoredReason.MessageChanged)),
        "direct_message_mark_read_events" => items.Items.Select(_ => Delivery.Ignore(IgnoredReason.DeliveryReport)),
        "direct_message_indicate_typing_events" or "favorite_events" or "follow_events" or "unfollow_events" or "block_events" or "mute_events" =>
            items.Items.Select(_ => Delivery.Ignore(IgnoredReason.NotForKpis)),
        _ => [Delivery.Ignore(IgnoredReason.UnknownKind)],
    };

    private static Reading Tweet(Delivery delivery, string business, Node tweet)
    {
        if (tweet["retweeted_status"].IsObject) return Delivery.Ignore(IgnoredReason.NotForKpis);
        var author = (tweet["user"]["id_str"].Exists ? tweet["user"]["id_str"] : tweet["user"]["id"]).RequiredId;
        var inReplyTo = tweet["in_reply_to_user_id_str"].Id ?? tweet["in_reply_to_user_id"].Id;
        // The account also hears of posts by people it follows that name it nowhere.
        var isToUs = inReplyTo == business || tweet["entities"]["user_mentions"].Items.Any(mention => (mention["id_str"].Id ?? mention["id"].Id) == business);
        if (author != business && !isToUs) return Delivery.Ignore(IgnoredReason.NotForKpis);
        return X.Post(delivery, business, (tweet["id_str"].Exists ? tweet["id_str"] : tweet["id"]).RequiredId, tweet["timestamp_ms"].RequiredTime, author, inReplyTo);
    }
}
