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
}

internal static class IgnoredReasons
{
    public static string Word(this IgnoredReason reason) => reason switch
    {
        IgnoredReason.UnknownType => "unknown_type",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
