using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Kpis.Tickets;

/// <summary>
/// Hears the events of one ticket in order and tells what they amount to. Pure: the same events give the same ticket, and it is always
/// made anew from all of them, so a late, repeated or corrected event needs no case of its own.
/// </summary>
internal sealed class TicketFold
{
    private readonly List<Message> messages = [];
    private readonly List<Resolution> resolutions = [];
    private readonly List<DateTimeOffset> reopenings = [];
    private readonly List<Wait> waits = [];
    private readonly List<UnansweredWait> unanswered = [];
    private readonly Besides besides = new();
    private readonly WorkClock clock = new();
    private Attributes attributes = new();
    private DateTimeOffset? openedAt;
    private Party openedBy;
    private DateTimeOffset? firstContactAt;
    private DateTimeOffset? waitingSince;
    private string? lastToReply;
    private bool resolved, pended;

    public static Ticket Fold(IReadOnlyList<TimelineEvent> events, int number = 0)
    {
        var fold = new TicketFold();
        foreach (var e in events) fold.Hear(e);
        return fold.Told(number);
    }

    private void Hear(TimelineEvent e)
    {
        besides.Hear(e, lastToReply, attributes.Assignee);
        switch (e.Kind)
        {
            case EventKind.Opened: Opened(e); break;
            case EventKind.Assigned or EventKind.Classified: attributes = attributes.With(e.Data); break;
            case EventKind.Replied: Replied(e); break;
            case EventKind.Pended: Pended(e.Time); break;
            case EventKind.Resolved: Resolved(e.Time, e.Data); break;
            case EventKind.Reopened: Reopened(e.Time); break;
            case EventKind.Observed: Observed(e); break;
        }
    }

    private void Opened(TimelineEvent e)
    {
        if (openedAt is not null) return;
        openedAt = e.Time;
        openedBy = e.Data.OpenedBy ?? Party.Customer;
        attributes = attributes.With(e.Data);
        if (!resolved) clock.Start(e.Time);
        if (openedBy == Party.Customer) CustomerWrote(e.Time);
    }

    private void Replied(TimelineEvent e)
    {
        var message = new Message(e.Time, e.Data.Author ?? Party.Customer, e.Data.Agent, e.Data.Public ?? true, e.Data.Handoff ?? false);
        messages.Add(message);
        if (!message.IsPublic || message.Author is not (Party.Customer or Party.Agent)) return;
        Unpended(e.Time);
        if (message.Author == Party.Customer)
        {
            CustomerWrote(e.Time);
            return;
        }

        lastToReply = message.Agent;
        if (waitingSince is { } since) waits.Add(new Wait(since, e.Time, message.Agent, attributes.Assignee));
        waitingSince = null;
    }

    private void CustomerWrote(DateTimeOffset at)
    {
        firstContactAt ??= at;
        waitingSince ??= at;
    }

    private void Pended(DateTimeOffset at)
    {
        if (resolved || pended) return;
        pended = true;
        clock.Stop(at);
    }

    private void Unpended(DateTimeOffset at)
    {
        if (!pended) return;
        pended = false;
        clock.Start(at);
    }

    private void Resolved(DateTimeOffset at, EventData? how)
    {
        if (resolved) return;
        resolved = true;
        pended = false;
        if (waitingSince is { } since) unanswered.Add(new UnansweredWait(since, at));
        waitingSince = null;
        clock.Stop(at);
        var worked = openedAt is null ? null : clock.Stretches;
        resolutions.Add(new Resolution(at, how?.Agent ?? attributes.Assignee, how?.By, how?.ConfirmedByCustomer ?? false, worked, attributes.Assignee));
    }

    private void Reopened(DateTimeOffset at)
    {
        Unpended(at);
        if (!resolved) return;
        resolved = false;
        reopenings.Add(at);
        if (openedAt is not null) clock.Start(at);
    }

    /// <summary>The source says what the ticket is like: what differs from what was known just before is what happened.</summary>
    private void Observed(TimelineEvent e)
    {
        attributes = attributes.With(e.Data);
        switch (e.Data.Status)
        {
            case TicketStatus.Resolved: Resolved(e.Time, how: null); break;
            case TicketStatus.Open: Reopened(e.Time); break;
            case TicketStatus.Pending:
                if (resolved) Reopened(e.Time);
                Pended(e.Time);
                break;
        }
    }

    private Ticket Told(int number) => new()
    {
        Number = number,
        OpenedAt = openedAt,
        OpenedBy = openedBy,
        FirstContactAt = firstContactAt,
        Attributes = attributes,
        Messages = messages,
        Resolutions = resolutions,
        Reopenings = reopenings,
        Waits = waits,
        // Who writes on a resolved ticket that nobody reopens ("thanks!") waits for nothing, until a person answers all the same.
        UnansweredWaits = waitingSince is { } since && !resolved ? [.. unanswered, new UnansweredWait(since, null)] : unanswered,
        Answers = besides.Answers,
        Surveys = besides.Surveys(),
        Efforts = besides.Efforts,
        Others = besides.Others,
        IsResolved = resolved,
    };
}
