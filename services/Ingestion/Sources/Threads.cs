using System.Globalization;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>Messages of sources that have no tickets: each says how long a silence ends the thread, and where the thread is, for the first of them is its opening.</summary>
internal static class Threads
{
    private const decimal MostHours = 8784;

    /// <summary>A message of a thread. <paramref name="agent"/> stands for whoever wrote it when <paramref name="author"/> is an agent.</summary>
    public static Reading Message(Delivery delivery, string thread, string id, DateTimeOffset time, Party author, MessageData data) =>
        delivery.Event(EventTypes.TicketReplied, thread, id, time, new EventData
        {
            Author = author,
            Agent = author == Party.Agent ? data.Agent : null,
            Customer = data.Customer,
            Channel = data.Channel,
            ChannelDetail = data.Detail,
            SessionGapHours = Gap(delivery.Connection, data.GapHours),
        });

    /// <summary>Stands for a customer in a thread's name: the vendors' user ids are phone numbers or lead to a profile, and names of threads are not hashed later.</summary>
    public static string Pseudonym(Delivery delivery, string user) => CustomerHash.Of(delivery.Connection.Workspace.CustomerKey, user);

    /// <summary>The connection's option <c>session_gap_hours</c>, above 0 and at most a year; else the source's own.</summary>
    public static decimal Gap(Connection connection, decimal otherwise) =>
        connection.Options["session_gap_hours"].Number is { } hours and > 0 and <= MostHours ? hours : otherwise;

    /// <summary>For ids that hold a person's number or address.</summary>
    public static string Hidden(Delivery delivery, string prefix, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}:{CustomerHash.Of(delivery.Connection.Workspace.CustomerKey, id)}");
}

/// <param name="Customer">As the vendor names the customer the thread is with; hashed later.</param>
/// <param name="Agent">Who answered, as far as the vendor tells.</param>
/// <param name="GapHours">The source's own silence.</param>
internal sealed record MessageData(Channel Channel, string? Detail, string? Customer, string Agent, decimal GapHours);
