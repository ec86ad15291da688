using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Sources;

/// <summary>
/// A mail that came to the help desk's address, or that the help desk sent with a copy to it. Mails have no tickets: all of one conversation name the first in their References,
/// so that one is the thread; it needs no memory and the order does not matter. Ids of mails name computers and look like addresses, so they are hashed.
/// </summary>
/// <param name="Headers">Of the mail itself.</param>
internal sealed record MailMessage(MailHeaders Headers)
{
    private const decimal GapHours = 168;

    /// <summary>The address of ours that the mail came to, where the vendor says it.</summary>
    public string? Recipient { get; init; }

    /// <summary>Where the vendor gives the sender apart from the header.</summary>
    public string? Sender { get; init; }

    /// <summary>The vendor's own id, for mails without a Message-ID.</summary>
    public string? VendorId { get; init; }

    /// <summary>When the vendor took it, for mails without a date that can be read.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>What everybody who connects mail has to know.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        "Mail has no tickets: a silence of session_gap_hours (168) ends one, and it counts as resolved at the last answer of a person. Such resolutions are inferred.",
        "Answers are seen only if they come here too: let the help desk send a blind copy to this address.",
        "Who answers is told by --option agent_addresses='[\"support@acme.com\",\"acme.com\"]': addresses, or whole domains. The agent is a hash of the address, unless --option agents='{\"jo@acme.com\":\"8\"}' names one.",
        "A thread is the first mail that References (or In-Reply-To) names. Where your system puts the ticket's id behind a plus (reply+4711@…), say --option reply_tokens=true, and that id is the thread.",
        "Automatic mail (out of office, lists, newsletters) opens nothing and stops no clock; bounces are delivery reports.",
    ];

    /// <summary>Throws <see cref="ShapeException"/> when nobody sent it: then it is no mail.</summary>
    public Reading Read(Delivery delivery)
    {
        var nature = MailNatures.Of(Headers);
        if (nature == MailNature.Report) return Delivery.Ignore(IgnoredReason.DeliveryReport);
        var from = From ?? throw new ShapeException("from", "The mail has no sender.");
        var answered = Answered;
        if (nature == MailNature.Automatic && answered is null) return Delivery.Ignore(IgnoredReason.NoRequest);

        var agents = delivery.Connection.OptionList("agent_addresses");
        var author = nature == MailNature.Automatic ? Party.Automation : IsAmong(agents, from) ? Party.Agent : Party.Customer;
        var customer = author == Party.Customer ? from : MailAddresses.In(Headers["To"]).FirstOrDefault(to => !IsAmong(agents, to));
        var data = new MessageData(Channel.Email, null, author == Party.Automation ? null : customer, AgentIds.Of(delivery, from), GapHours);
        var id = Id(from);
        var thread = Token(delivery) ?? Threads.Hidden(delivery, "mail", answered ?? id);
        return Threads.Message(delivery, thread, Threads.Hidden(delivery, "mail", id), Time(delivery), author, data);
    }

    /// <summary>A group that passes mail on writes its own address into From.</summary>
    private string? From => MailAddresses.In(Headers["X-Original-Sender"]).Concat(MailAddresses.In(Headers["From"] ?? Sender)).FirstOrDefault();

    /// <summary>The first mail of the conversation; null when this is it.</summary>
    private string? Answered => MailAddresses.Ids(Headers["References"]).Concat(MailAddresses.Ids(Headers["In-Reply-To"])).FirstOrDefault();

    private string? Token(Delivery delivery) => delivery.Connection.Options["reply_tokens"] is { } option && (option.IsTrue || option.Is("true")) ? MailAddresses.Plus(Recipient) : null;

    /// <summary>Without an id, two mails with the same sender, date and subject are one.</summary>
    private string Id(string from) => MailAddresses.Ids(Headers["Message-ID"]).FirstOrDefault() ?? VendorId
        ?? $"{from}\n{Headers["Date"]}\n{Headers["To"]}\n{Headers["Subject"]}";

    private DateTimeOffset Time(Delivery delivery) =>
        Headers["Date"] is { } date && VendorTime.Parse(date) is { } sent && sent >= Rfc3339.Earliest ? sent : TakenAt ?? delivery.ReceivedAt;

    private static bool IsAmong(IReadOnlyList<string> agents, string address) => agents.Any(agent =>
        agent.IndexOf('@', StringComparison.Ordinal) > 0 ? address.Equals(agent, StringComparison.OrdinalIgnoreCase) : address.EndsWith("@" + agent.TrimStart('@'), StringComparison.OrdinalIgnoreCase));
}
