using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Kpis.Tickets;

/// <summary>
/// Cuts the thread of a source without tickets (messengers, mentions, plain mail) into tickets: a customer message after a resolve, or later
/// than the gap after the thread's last message, opens the next one. A ticket that ended by silence is resolved at its last human reply; the
/// last one of a thread ends so when the gap has passed with no message.
/// </summary>
internal static class Threads
{
    public static bool IsThread(IReadOnlyList<TimelineEvent> events) => events.Any(e => e.Data.SessionGapHours is not null);

    public static IReadOnlyList<Ticket> Tickets(IReadOnlyList<TimelineEvent> events, DateTimeOffset asOf)
    {
        var sessions = Cut(events);
        var lastIsOver = SilenceEndsAt(events) is { } end && end <= asOf;
        return [.. sessions.Select((session, i) => AsTicket(session, i + 1, endedBySilence: i < sessions.Count - 1 || lastIsOver))];
    }

    /// <summary>When a customer message will open the next ticket, as far as is known now; null for a thread without messages.</summary>
    public static DateTimeOffset? SilenceEndsAt(IReadOnlyList<TimelineEvent> events) =>
        events.LastOrDefault(e => e.Kind == EventKind.Replied && e.Data.Public != false) is { } last
        && events.LastOrDefault(e => e.Data.SessionGapHours is not null)?.Data.SessionGapHours is { } hours
            ? last.Time + TimeSpan.FromHours((double)hours)
            : null;

    private static List<List<TimelineEvent>> Cut(IReadOnlyList<TimelineEvent> events)
    {
        List<List<TimelineEvent>> sessions = [[]];
        DateTimeOffset? lastMessage = null;
        var resolved = false;
        var gap = TimeSpan.MaxValue;
        foreach (var e in events)
        {
            if (e.Data.SessionGapHours is { } hours) gap = TimeSpan.FromHours((double)hours);
            var fromCustomer = e.Kind == EventKind.Replied && (e.Data.Author ?? Party.Customer) == Party.Customer && e.Data.Public != false;
            if (fromCustomer && lastMessage is { } last && (resolved || e.Time - last > gap))
            {
                sessions.Add([]);
                resolved = false;
            }

            sessions[^1].Add(e);
            if (e.Kind == EventKind.Replied && e.Data.Public != false) lastMessage = e.Time;
            if (e.Kind is EventKind.Resolved or EventKind.Reopened) resolved = e.Kind == EventKind.Resolved;
        }

        return sessions;
    }

    /// <summary>A session with the opening, and where silence ended it the resolve, that a help desk would have sent.</summary>
    private static Ticket AsTicket(List<TimelineEvent> session, int number, bool endedBySilence)
    {
        if (session.FindIndex(e => e.Kind == EventKind.Replied) is var at && at < 0) return TicketFold.Fold(session, number);
        var first = session[at];
        var all = new List<TimelineEvent>(session);
        if (!session.Exists(e => e.Kind == EventKind.Opened))
        {
            // The first message is the opening: told as such, it is not heard a second time as a message of the customer.
            var opening = first.Data with { OpenedBy = first.Data.Author ?? Party.Customer, Agent = null };
            all.Insert(at, new TimelineEvent(first.Id, EventKind.Opened, first.Time, opening));
            if (opening.OpenedBy == Party.Customer) all.RemoveAt(at + 1);
        }

        var resolved = session.Exists(e => e.Kind == EventKind.Resolved);
        var silence = endedBySilence && !resolved ? session.FindLast(e => e.Kind == EventKind.Replied && e.Data.Author == Party.Agent && e.Data.Public != false) : null;
        if (silence is { } last) all.Add(new TimelineEvent(last.Id, EventKind.Resolved, last.Time, new EventData { By = Party.Automation, Agent = last.Data.Agent }));
        all.Sort(TimelineEvent.Compare);
        return TicketFold.Fold(all, number) with { EndedBySilence = silence is not null };
    }
}
