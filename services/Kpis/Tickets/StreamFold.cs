namespace KpiPlatform.Kpis.Tickets;

/// <summary>From a stream's timeline to its tickets: one for a help desk's ticket, several for a thread of a source without tickets, none when removed.</summary>
public static class StreamFold
{
    /// <summary>Pure: the same timeline at the same time gives the same tickets.</summary>
    public static IReadOnlyList<Ticket> Tickets(Timeline timeline, DateTimeOffset asOf)
    {
        var events = timeline.Events;
        if (events.Any(e => e.Kind == EventKind.Removed)) return [];
        return Threads.IsThread(events) ? Threads.Tickets(events, asOf) : [TicketFold.Fold(WithOpening(events))];
    }

    /// <summary>The next instant after which the tickets are others, though no event comes: when a thread's silence is over; null when there is none.</summary>
    public static DateTimeOffset? DueAt(Timeline timeline, DateTimeOffset asOf)
    {
        var events = timeline.Events;
        return Threads.IsThread(events) && !events.Any(e => e.Kind == EventKind.Removed) && Threads.SilenceEndsAt(events) is { } end && end > asOf ? end : null;
    }

    /// <summary>Where the opening was never seen, the first observation that knows when it was stands in for it.</summary>
    private static IReadOnlyList<TimelineEvent> WithOpening(IReadOnlyList<TimelineEvent> events)
    {
        if (events.Any(e => e.Kind == EventKind.Opened)) return events;
        if (events.FirstOrDefault(e => e is { Kind: EventKind.Observed, Data.OpenedAt: not null }) is not { } seen) return events;
        List<TimelineEvent> all = [seen with { Kind = EventKind.Opened, Time = seen.Data.OpenedAt!.Value }, .. events];
        all.Sort(TimelineEvent.Compare);
        return all;
    }
}
