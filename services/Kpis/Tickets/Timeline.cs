using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Kpis.Tickets;

/// <summary>The stream an event belongs to: a ticket, a thread, a survey with no ticket, a customer or a period, in its source.</summary>
public readonly record struct StreamId(string Workspace, string Source, string Subject)
{
    public static StreamId Of(CanonicalEvent e) => new(e.Workspace, e.Source, e.Subject);
}

/// <summary>An event inside its stream: what the fold needs of a canonical event.</summary>
public sealed record TimelineEvent(string Id, EventKind Kind, DateTimeOffset Time, EventData Data)
{
    public static TimelineEvent Of(CanonicalEvent e) => new(e.Id, EventKinds.Of(e.Type), e.Time, e.Data);

    /// <summary>By time, then kind, then id: the order in which the fold hears the events, whatever the order of arrival.</summary>
    public static int Compare(TimelineEvent a, TimelineEvent b)
    {
        var byTime = a.Time.CompareTo(b.Time);
        if (byTime != 0) return byTime;
        var byKind = a.Kind.CompareTo(b.Kind);
        return byKind != 0 ? byKind : string.CompareOrdinal(a.Id, b.Id);
    }
}

/// <summary>The distinct events of one stream, in order.</summary>
public sealed record Timeline(IReadOnlyList<TimelineEvent> Events)
{
    public static Timeline Empty { get; } = new([]);

    /// <summary>
    /// The timeline with those of <paramref name="arrived"/> that it does not have yet, and which they were. An event is the same when its
    /// id is; of two with one id the first that arrived is kept.
    /// </summary>
    public (Timeline Timeline, IReadOnlyList<CanonicalEvent> New) With(IReadOnlyList<CanonicalEvent> arrived)
    {
        var known = new HashSet<string>(Events.Count + arrived.Count, StringComparer.Ordinal);
        foreach (var e in Events) known.Add(e.Id);
        var added = new List<CanonicalEvent>(arrived.Count);
        foreach (var e in arrived)
        {
            if (known.Add(e.Id)) added.Add(e);
        }

        if (added.Count == 0) return (this, added);
        var all = new List<TimelineEvent>(Events.Count + added.Count);
        all.AddRange(Events);
        all.AddRange(added.Select(TimelineEvent.Of));
        all.Sort(TimelineEvent.Compare);
        return (new Timeline(all), added);
    }
}
