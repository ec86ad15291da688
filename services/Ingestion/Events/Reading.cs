using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Events;

/// <summary>What became of one event of a request: it is taken, ignored for a reason of the closed set, or refused with all its mistakes.</summary>
internal abstract record Reading
{
    private Reading()
    {
    }

    internal sealed record Taken(CanonicalEvent Event) : Reading;

    internal sealed record Ignored(IgnoredReason Reason) : Reading;

    internal sealed record Refused(IReadOnlyList<Finding> Findings) : Reading;
}

/// <summary>Why a well-formed event changes nothing here. Each is counted and told to the sender.</summary>
internal enum IgnoredReason
{
    /// <summary>A CloudEvent that is not about a help desk: its type does not begin with <c>helpdesk.</c></summary>
    UnknownType,

    /// <summary>A kind of event that the source's adapter does not know.</summary>
    UnknownKind,

    /// <summary>A kind that says nothing about service: typing, a contact edited, a tag's colour.</summary>
    NotForKpis,

    /// <summary>Another event of the same vendor tells the same fact, and that one is counted.</summary>
    ToldByAnother,

    /// <summary>What became of a message on its way: delivered, read, opened, clicked, bounced.</summary>
    DeliveryReport,

    /// <summary>The message was changed, withdrawn or marked; that it was written stays counted.</summary>
    MessageChanged,

    /// <summary>Not sent: a draft, hidden, scheduled.</summary>
    Draft,

    /// <summary>Nobody asked for anything: a campaign or automatic mail outside a ticket, a ticket that was born closed.</summary>
    NoRequest,

    /// <summary>A notification without the content needed to tell what happened.</summary>
    TooThin,

    /// <summary>The vendor tries the endpoint.</summary>
    Ping,

    /// <summary>A batch with nothing in it.</summary>
    NothingInIt,

    /// <summary>A mapping file says so.</summary>
    ByMapping,
}

internal static class IgnoredReasons
{
    /// <summary>On the wire and in metrics: the name in snake_case.</summary>
    public static string Word(this IgnoredReason reason) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
}
