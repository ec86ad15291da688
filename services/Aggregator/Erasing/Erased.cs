using System.Text.RegularExpressions;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>Someone who was erased. What happened or arrived before <paramref name="At"/> must not come back.</summary>
/// <param name="Mark">An <see cref="ErasureMark"/>, in hexadecimal digits.</param>
/// <param name="Until">Forgotten then: nothing of before is still on its way.</param>
internal sealed record Erased(string Workspace, string Mark, DateTimeOffset At, DateTimeOffset Until);

/// <summary>All who were erased and may still turn up in what arrives. Immutable.</summary>
/// <param name="UpTo">The highest number of any.</param>
internal sealed partial record ErasedPeople(long UpTo, ILookup<string, Erased> ByWorkspace)
{
    public static ErasedPeople None { get; } = new(0, Array.Empty<Erased>().ToLookup(e => e.Workspace, StringComparer.Ordinal));

    /// <summary>
    /// The events without the traces of erased people, and how many were left out. Left out is what belongs to the person alone, a thread or a customer's own event: it may
    /// be a copy of one that has another name now, and would count twice. A ticket's event stays and says no more whose it is.
    /// </summary>
    public (IReadOnlyList<CanonicalEvent> Events, int LeftOut) Without(IReadOnlyList<CanonicalEvent> events, DateTimeOffset now)
    {
        if (!events.Any(e => ByWorkspace.Contains(e.Workspace))) return (events, 0);
        var kept = events.Where(e => !Names(e, e.Subject, now) && !Names(e, e.Id, now))
            .Select(e => e.Data.Customer is { } customer && Names(e, customer, now) ? e with { Data = e.Data with { Customer = null } } : e).ToList();
        return (kept, events.Count - kept.Count);
    }

    /// <summary>True when the text holds the hash of someone who was erased after this event.</summary>
    private bool Names(CanonicalEvent e, string text, DateTimeOffset now)
    {
        if (!ByWorkspace.Contains(e.Workspace)) return false;
        foreach (Match hash in KeyedHash().Matches(text))
        {
            var mark = Convert.ToHexStringLower(ErasureMark.Of(e.Workspace, hash.Value));
            if (ByWorkspace[e.Workspace].Any(p => p.Mark == mark && now < p.Until && (e.Time < p.At || e.ReceivedAt < p.At))) return true;
        }

        return false;
    }

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyedHash();
}
