using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// WhatsApp's Cloud API: <c>entry[].changes[].value</c>. Statuses tell what became of a message, not that there was one. Message ids hold the user's
/// phone number in base64, so they are hashed like the user.
/// </summary>
internal static class MetaWhatsApp
{
    private const string Network = "whatsapp";

    public static IEnumerable<Reading> Read(Delivery delivery, Node entry) =>
        Delivery.Each(entry["changes"].RequiredArray.Items, change => Change(delivery, change["value"].RequiredObject));

    private static IEnumerable<Reading> Change(Delivery delivery, Node value)
    {
        var (messages, statuses, echoes) = (value["messages"], value["statuses"], value["message_echoes"]);
        if (!messages.IsArray && !statuses.IsArray && !echoes.IsArray) return [Delivery.Ignore(IgnoredReason.UnknownKind)];
        var business = value["metadata"]["phone_number_id"].RequiredId;
        if (Meta.IsAnothers(delivery, business)) return [Delivery.Ignore(IgnoredReason.NotForKpis)];
        return Delivery.Each(messages.Items, message => [FromUser(delivery, business, message)])
            .Concat(statuses.Items.Select(_ => Delivery.Ignore(IgnoredReason.DeliveryReport)))
            .Concat(Delivery.Each(echoes.Items, echo => [ToUser(delivery, business, echo)]));
    }

    private static Reading FromUser(Delivery delivery, string business, Node message) => message["type"].Text switch
    {
        "reaction" or "revoke" or "edit" => Delivery.Ignore(IgnoredReason.MessageChanged),
        "system" or "request_welcome" => Delivery.Ignore(IgnoredReason.NotForKpis),
        _ => Write(delivery, business, message, message["from"].Exists ? message["from"] : message["from_user_id"], Party.Customer),
    };

    /// <summary>Somebody answered on the business's phone.</summary>
    private static Reading ToUser(Delivery delivery, string business, Node echo) => echo["type"].Text switch
    {
        "reaction" or "revoke" or "edit" => Delivery.Ignore(IgnoredReason.MessageChanged),
        "template" => Write(delivery, business, echo, To(echo), Party.Automation),
        _ => Write(delivery, business, echo, To(echo), Party.Agent),
    };

    private static Node To(Node echo) => echo["to"].Exists ? echo["to"] : echo["to_user_id"];

    private static Reading Write(Delivery delivery, string business, Node message, Node user, Party author)
    {
        var customer = user.RequiredId;
        var data = new MessageData(Channel.Social, Network, customer, "phone_app", Meta.GapHours);
        var id = Threads.Hidden(delivery, "wamid", message["id"].RequiredId);
        return Threads.Message(delivery, $"{business}:{Threads.Pseudonym(delivery, customer)}", id, message["timestamp"].RequiredTime, author, data);
    }
}
