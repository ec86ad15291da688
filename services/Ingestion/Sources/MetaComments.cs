using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Public comments below posts of a page or an Instagram account, and visitors' posts: <c>entry[].changes[]</c>. A thread is a comment with what is answered to it.</summary>
internal static class MetaComments
{
    private static readonly string[] Fields = ["comments", "live_comments", "feed"];

    public static IEnumerable<Reading> Read(Delivery delivery, Node entry, string network)
    {
        if (!entry["changes"].IsArray) return [];
        var business = entry["id"].RequiredId;
        if (Meta.IsAnothers(delivery, business)) return [Delivery.Ignore(IgnoredReason.NotForKpis)];
        return Delivery.Each(entry["changes"].Items, change => [One(delivery, entry, business, change, network)]);
    }

    private static Reading One(Delivery delivery, Node entry, string business, Node change, string network)
    {
        if (!Fields.Contains(change["field"].RequiredText, StringComparer.Ordinal)) return Delivery.Ignore(IgnoredReason.UnknownKind);
        var value = change["value"].RequiredObject;
        if (value["item"].Text is { } item and not ("comment" or "post")) return Delivery.Ignore(item is "reaction" or "like" ? IgnoredReason.MessageChanged : IgnoredReason.NotForKpis);
        if (value["verb"].Text is not (null or "add")) return Delivery.Ignore(IgnoredReason.MessageChanged);
        var author = value["from"]["id"].RequiredId;
        var isOwn = author == business;
        var isPost = value["item"].Is("post");
        // A post of the page's own is no answer to anybody.
        if (isPost && isOwn) return Delivery.Ignore(IgnoredReason.NotForKpis);
        var id = (isPost ? value["post_id"] : value["comment_id"].Exists ? value["comment_id"] : value["id"]).RequiredId;
        var time = (value["created_time"].Exists ? value["created_time"] : entry["time"]).RequiredTime;
        var data = new MessageData(Channel.Social, network, isOwn ? null : author, "page", Meta.GapHours);
        return Threads.Message(delivery, $"{business}:{Root(value, id)}", $"comment:{id}", time, isOwn ? Party.Agent : Party.Customer, data);
    }

    /// <summary>A comment right below a post has that post as its parent and begins a thread; an answer to a comment belongs to that one.</summary>
    private static string Root(Node value, string id) => value["parent_id"].Id is { } parent && parent != value["post_id"].Id ? parent : id;
}
