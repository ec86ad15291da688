using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Targets;

namespace KpiPlatform.Kpis.Tickets;

/// <summary>
/// What the events of a stream tell when they are heard in order: the input of every measure. All lists are in the order of time.
/// A stream whose opening has not arrived is <em>incomplete</em> (<see cref="OpenedAt"/> is null); so is one that is no ticket at all,
/// like a survey of its own.
/// </summary>
public sealed record Ticket
{
    private (Ticket Of, Rules Rules, IReadOnlyList<SlaClock> Clocks)? sla;

    /// <summary>Which ticket of its stream: 0 where the stream is the ticket, 1, 2, … for the tickets of a thread.</summary>
    public int Number { get; init; }

    /// <summary>Where it comes from, as its events name it; empty where that was not told to the fold.</summary>
    public string Source { get; init; } = "";

    public DateTimeOffset? OpenedAt { get; init; }
    public Party OpenedBy { get; init; }

    /// <summary>The first public customer message; the opening itself when the customer opened.</summary>
    public DateTimeOffset? FirstContactAt { get; init; }

    /// <summary>The values now, not those at the time of any event.</summary>
    public required Attributes Attributes { get; init; }

    public required IReadOnlyList<Message> Messages { get; init; }

    /// <summary>Resolves that ended an episode; repeats are not among them.</summary>
    public required IReadOnlyList<Resolution> Resolutions { get; init; }

    /// <summary>Instants at which a resolved ticket went back to work.</summary>
    public required IReadOnlyList<DateTimeOffset> Reopenings { get; init; }

    /// <summary>Waits of the customer that a person's reply ended.</summary>
    public required IReadOnlyList<Wait> Waits { get; init; }

    /// <summary>Waits that no reply ended: those that a resolve ended, and on an open ticket the one that goes on.</summary>
    public required IReadOnlyList<UnansweredWait> UnansweredWaits { get; init; }

    public required IReadOnlyList<SurveyAnswer> Answers { get; init; }

    /// <summary>Surveys that went out, with whether an answer came.</summary>
    public IReadOnlyList<SurveySent> Surveys { get; init; } = [];

    /// <summary>Time spent with or for the customer.</summary>
    public IReadOnlyList<Effort> Efforts { get; init; } = [];

    /// <summary>What is of customers and money, not of a ticket: joined, left, returned, counted, recorded.</summary>
    public IReadOnlyList<TimelineEvent> Others { get; init; } = [];

    public bool IsResolved { get; init; }

    /// <summary>True for a ticket of a thread that silence ended, not a resolve.</summary>
    public bool EndedBySilence { get; init; }

    /// <summary>The resolve that holds; null while the ticket is open.</summary>
    public Resolution? Resolution => IsResolved ? Resolutions[^1] : null;

    /// <summary>Public messages of people: what counts as an answer.</summary>
    public IEnumerable<Message> HumanReplies => Messages.Where(m => m.IsHumanReply);

    /// <summary>How many of them there were by then.</summary>
    public int HumanRepliesUntil(DateTimeOffset end)
    {
        var replies = 0;
        for (var i = 0; i < Messages.Count && Messages[i].At <= end; i++)
        {
            if (Messages[i].IsHumanReply) replies++;
        }

        return replies;
    }

    /// <summary>Its <see cref="SlaClocks"/> under the workspace's rules; made once, since several measures read them.</summary>
    public IReadOnlyList<SlaClock> ClocksUnder(Rules rules)
    {
        if (sla is not { } made || !ReferenceEquals(made.Of, this) || !ReferenceEquals(made.Rules, rules)) sla = made = (this, rules, SlaClocks.Of(this, rules));
        return made.Clocks;
    }
}

/// <summary>What tickets are grouped and filtered by.</summary>
public sealed record Attributes(string? Channel = null, string? ChannelDetail = null, string? Assignee = null, string? Team = null, string? Category = null,
    string? Priority = null, string? Area = null);

/// <summary>A message on the ticket.</summary>
public sealed record Message(DateTimeOffset At, Party Author, string? Agent, bool IsPublic, bool HandsOff)
{
    public bool IsHumanReply => IsPublic && Author == Party.Agent;
}

/// <summary>The end of an episode.</summary>
/// <param name="At">When.</param>
/// <param name="Agent">Who is credited: the actor, else the assignee at that time.</param>
/// <param name="By">Who did it, where the source says so.</param>
/// <param name="ConfirmedByCustomer">The customer said that it is.</param>
/// <param name="Worked">When the ticket was neither pended nor resolved, from its opening until now; null while the opening is not known.</param>
/// <param name="Assignee">Whose ticket it was at that time, whoever resolved it.</param>
public sealed record Resolution(DateTimeOffset At, string? Agent, Party? By, bool ConfirmedByCustomer, IReadOnlyList<Stretch>? Worked, string? Assignee = null);

/// <summary>From the oldest customer message that no person had answered to the reply of <paramref name="Agent"/>.</summary>
/// <param name="Assignee">Whose ticket it was when the reply came, whoever sent it.</param>
public sealed record Wait(DateTimeOffset From, DateTimeOffset To, string? Agent, string? Assignee = null);

/// <summary>From the oldest customer message that no person answered to the resolve that ended it; null while it goes on.</summary>
public sealed record UnansweredWait(DateTimeOffset From, DateTimeOffset? ResolvedAt);

/// <summary>The last answer to one survey.</summary>
/// <param name="Agent">The agent it names, else the last person who replied before.</param>
/// <param name="Score">On <paramref name="Scale"/>.</param>
/// <param name="Assignee">Whose ticket it was when the answer came.</param>
public sealed record SurveyAnswer(DateTimeOffset At, string Kind, decimal Score, string Scale, string? Agent, string? Area, string? Assignee = null);
