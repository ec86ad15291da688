using System.Globalization;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Testing;

/// <summary>
/// A ticket's events, told as a test would tell them: <c>new Story("t1").Opened("09:00").Reply("09:30", "ann").Resolved("10:00", "ann")</c>.
/// Times are of 7 September 2026, UTC, or with a day before them: <c>"11 14:00"</c>, <c>"31 14:00"</c> being 1 October, <c>"2026-10-25 09:00"</c>. Ids are e1, e2, … in the order of telling.
/// </summary>
public sealed class Story(string subject = "t1", string workspace = "acme", string source = "/desk/a")
{
    private readonly List<CanonicalEvent> _events = [];

    public IReadOnlyList<CanonicalEvent> Events => _events;

    public static DateTimeOffset At(string time)
    {
        if (time.Contains('-', StringComparison.Ordinal)) return DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var parts = time.Split(' ');
        var day = parts.Length == 2 ? int.Parse(parts[0], CultureInfo.InvariantCulture) : 7;
        var clock = TimeSpan.Parse(parts[^1], CultureInfo.InvariantCulture);
        return new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day - 1) + clock;
    }

    public Story Opened(string at, Party by = Party.Customer, Channel channel = Channel.Email, string? category = null, string? team = null) =>
        Tell(EventTypes.TicketOpened, at, new() { Channel = channel, OpenedBy = by, Category = category, Team = team });

    public Story Reply(string at, string agent, bool isPublic = true) =>
        Tell(EventTypes.TicketReplied, at, new() { Author = Party.Agent, Agent = agent, Public = isPublic ? null : false });

    public Story Wrote(string at, Party author = Party.Customer, decimal? gapHours = null) =>
        Tell(EventTypes.TicketReplied, at, new() { Author = author, SessionGapHours = gapHours });

    public Story HandedOff(string at) => Tell(EventTypes.TicketReplied, at, new() { Author = Party.Bot, Handoff = true });

    public Story Sent(string at, string? survey = null, string kind = "csat") => Tell(EventTypes.SurveySent, at, new() { Kind = kind, Survey = survey });

    public Story Resolved(string at, string? agent = null) => Tell(EventTypes.TicketResolved, at, new() { Agent = agent, By = agent is null ? null : Party.Agent });

    public Story Reopened(string at) => Tell(EventTypes.TicketReopened, at, new());

    public Story Pended(string at) => Tell(EventTypes.TicketPended, at, new());

    public Story Assigned(string at, string? agent) =>
        Tell(EventTypes.TicketAssigned, at, agent is null ? new() { Cleared = ["agent"] } : new() { Agent = agent });

    public Story Classified(string at, string category) => Tell(EventTypes.TicketClassified, at, new() { Category = category });

    public Story Observed(string at, TicketStatus? status = null, string? openedAt = null, string? agent = null) =>
        Tell(EventTypes.TicketObserved, at, new() { Status = status, OpenedAt = openedAt is null ? null : At(openedAt), Agent = agent, Channel = Channel.Email });

    public Story Removed(string at) => Tell(EventTypes.TicketRemoved, at, new() { Reason = "spam" });

    public Story Answered(string at, decimal score, string scale = "1-5", string? survey = null, string? agent = null, string? area = null, string kind = "csat") =>
        Tell(EventTypes.SurveyAnswered, at, new() { Kind = kind, Score = score, Scale = scale, Survey = survey, Agent = agent, Area = area });

    public Story Tell(string type, string at, EventData data)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"e{_events.Count + 1}");
        _events.Add(new CanonicalEvent(workspace, source, subject, id, type, At(at), At(at), data));
        return this;
    }
}
