using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// Messenger and Instagram's private messages: <c>entry[].messaging[]</c>, and <c>standby[]</c> while another app owns the thread. They are messages all the same,
/// and one that comes both ways has one id.
/// </summary>
internal static class MetaMessaging
{
    private static readonly string[] Reports = ["delivery", "read"];
    private static readonly string[] Changes = ["reaction", "message_edit", "message_edits"];
    private static readonly string[] NoNews = ["optin", "referral", "account_linking", "policy_enforcement", "app_roles", "take_thread_control", "request_thread_control", "game_play"];

    public static IEnumerable<Reading> Read(Delivery delivery, Node entry, string network)
    {
        var items = entry["messaging"].Items.Concat(entry["standby"].Items).ToList();
        if (items.Count == 0) return entry["changes"].IsArray ? [] : [Delivery.Ignore(IgnoredReason.NothingInIt)];
        var business = entry["id"].RequiredId;
        if (Meta.IsAnothers(delivery, business)) return [Delivery.Ignore(IgnoredReason.NotForKpis)];
        return Delivery.Each(items, item => [One(delivery, business, item, network)]);
    }

    private static Reading One(Delivery delivery, string business, Node item, string network)
    {
        if (item["message"].IsObject) return Message(delivery, business, item, network);
        if (item["postback"].IsObject) return Postback(delivery, business, item, network);
        if (item["pass_thread_control"].IsObject) return PassedOn(delivery, business, item, network);
        if (Reports.Any(member => item[member].Exists)) return Delivery.Ignore(IgnoredReason.DeliveryReport);
        if (Changes.Any(member => item[member].Exists)) return Delivery.Ignore(IgnoredReason.MessageChanged);
        return Delivery.Ignore(NoNews.Any(member => item[member].Exists) ? IgnoredReason.NotForKpis : IgnoredReason.UnknownKind);
    }

    private static Reading Message(Delivery delivery, string business, Node item, string network)
    {
        var message = item["message"];
        if (message["is_deleted"].IsTrue) return Delivery.Ignore(IgnoredReason.MessageChanged);
        var isEcho = message["is_echo"].IsTrue;
        return Write(delivery, business, item, network, message["mid"].RequiredId, isEcho ? Echo(delivery, message) : Party.Customer, message["app_id"].Id);
    }

    /// <summary>Sent for the business: a template is written by a program, an app may be a bot, and what remains is taken for a person's.</summary>
    private static Party Echo(Delivery delivery, Node message)
    {
        if (message["app_id"].Id is { } app && delivery.Connection.OptionList("bot_apps").Contains(app, StringComparer.Ordinal)) return Party.Bot;
        return message["attachments"].Items.Any(attachment => attachment["type"].Is("template")) ? Party.Automation : Party.Agent;
    }

    /// <summary>A button pressed: the customer's words without typing.</summary>
    private static Reading Postback(Delivery delivery, string business, Node item, string network)
    {
        var id = item["postback"]["mid"].Id ?? $"postback:{Threads.Pseudonym(delivery, User(business, item))}:{item["timestamp"].RequiredId}";
        return Write(delivery, business, item, network, id, Party.Customer, app: null);
    }

    /// <summary>A bot gives the thread to another app: a hand-off to people, unless that is a bot too. Nothing is said to the customer by it.</summary>
    private static Reading PassedOn(Delivery delivery, string business, Node item, string network)
    {
        var (bots, control) = (delivery.Connection.OptionList("bot_apps"), item["pass_thread_control"]);
        var isFromBot = control["previous_owner_app_id"].Id is { } from && bots.Contains(from, StringComparer.Ordinal);
        var isToBot = control["new_owner_app_id"].Id is { } to && bots.Contains(to, StringComparer.Ordinal);
        if (!isFromBot || isToBot) return Delivery.Ignore(IgnoredReason.NotForKpis);
        var (user, at) = (User(business, item), item["timestamp"]);
        return delivery.Event(EventTypes.TicketReplied, Thread(delivery, business, user), $"handoff:{Threads.Pseudonym(delivery, user)}:{at.RequiredId}", at.RequiredTime, new EventData
        {
            Author = Party.Bot,
            Public = false,
            Handoff = true,
            Customer = user,
            Channel = Channel.Social,
            ChannelDetail = network,
            SessionGapHours = Threads.Gap(delivery.Connection, Meta.GapHours),
        });
    }

    private static Reading Write(Delivery delivery, string business, Node item, string network, string id, Party author, string? app)
    {
        var user = User(business, item);
        var data = new MessageData(Channel.Social, network, user, app is null ? "inbox" : $"app:{app}", Meta.GapHours);
        return Threads.Message(delivery, Thread(delivery, business, user), id, item["timestamp"].RequiredTime, author, data);
    }

    private static string Thread(Delivery delivery, string business, string user) => $"{business}:{Threads.Pseudonym(delivery, user)}";

    /// <summary>Whoever of the two is not the business; where neither bears its id, as on Instagram, an echo goes to the user.</summary>
    private static string User(string business, Node item)
    {
        var (sender, recipient) = (item["sender"]["id"].RequiredId, item["recipient"]["id"].Id);
        return sender == business || (recipient is not null && recipient != business && item["message"]["is_echo"].IsTrue) ? recipient ?? item["recipient"]["id"].RequiredId : sender;
    }
}
