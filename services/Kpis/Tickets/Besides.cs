using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Kpis.Tickets;

/// <summary>What happens beside a ticket's course: surveys, time spent, and what is no ticket's at all. Most tickets have none of it, so nothing is kept until there is.</summary>
internal sealed class Besides
{
    private readonly SurveyAnswers lastAnswers = new();
    private List<Effort>? efforts;
    private List<TimelineEvent>? answers;
    private List<(TimelineEvent Sent, string? Agent)>? sent;
    private List<TimelineEvent>? others;

    public IReadOnlyList<Effort> Efforts => efforts ?? (IReadOnlyList<Effort>)[];

    public IReadOnlyList<SurveyAnswer> Answers => lastAnswers.ToList();

    public IReadOnlyList<TimelineEvent> Others => others ?? (IReadOnlyList<TimelineEvent>)[];

    public void Hear(TimelineEvent e, string? lastToReply, string? assignee)
    {
        switch (e)
        {
            case { Kind: EventKind.WorkLogged, Data.Seconds: { } seconds }: Add(e, seconds, e.Data.Medium ?? Medium.Other); break;
            case { Kind: EventKind.Replied, Data.HandleSeconds: { } seconds }: Add(e, seconds, e.Data.Channel is { } channel ? Effort.MediumOf(channel.InWords()) : null); break;
            case { Kind: EventKind.SurveySent }: (sent ??= []).Add((e, lastToReply)); break;
            case { Kind: EventKind.SurveyAnswered }:
                (answers ??= []).Add(e);
                lastAnswers.Add(e, lastToReply, assignee);
                break;
            case { Kind: >= EventKind.CustomerJoined and <= EventKind.AmountRecorded }: (others ??= []).Add(e); break;
        }
    }

    /// <summary>The surveys that went out. A reminder, sent again under the same id, is the same survey.</summary>
    public IReadOnlyList<SurveySent> Surveys()
    {
        if (sent is null) return [];
        var surveys = sent.DistinctBy(s => s.Sent.Data.Survey is { } id ? (s.Sent.Data.Kind, id) : (s.Sent.Data.Kind, "\0" + s.Sent.Id)).ToList();
        var answered = new bool[surveys.Count];
        foreach (var answer in answers ?? [])
        {
            var own = answer.Data.Survey is { } id ? surveys.FindIndex(s => s.Sent.Data.Kind == answer.Data.Kind && s.Sent.Data.Survey == id) : -1;
            if (own < 0) own = OldestUnanswered(surveys, answered, answer);
            if (own >= 0) answered[own] = true;
        }

        return [.. surveys.Select((s, i) => new SurveySent(s.Sent.Time, s.Sent.Data.Kind ?? "", s.Agent, answered[i]))];
    }

    /// <summary>Where the answer or the survey has no id, an answer is to the oldest survey of its kind that is still unanswered.</summary>
    private static int OldestUnanswered(List<(TimelineEvent Sent, string? Agent)> surveys, bool[] answered, TimelineEvent answer)
    {
        for (var i = 0; i < surveys.Count; i++)
        {
            var (survey, _) = surveys[i];
            if (!answered[i] && survey.Data.Kind == answer.Data.Kind && survey.Time <= answer.Time && (survey.Data.Survey is null || answer.Data.Survey is null)) return i;
        }

        return -1;
    }

    private void Add(TimelineEvent e, decimal seconds, Medium? medium) =>
        (efforts ??= []).Add(new Effort(e.Time, e.Data.Agent, (long)decimal.Round(seconds * 1000), medium));
}

/// <summary>A survey that went out.</summary>
/// <param name="Agent">The last person who replied before.</param>
public sealed record SurveySent(DateTimeOffset At, string Kind, string? Agent, bool IsAnswered);
