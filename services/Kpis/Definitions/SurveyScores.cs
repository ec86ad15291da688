using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>What answers to one kind of survey contribute.</summary>
internal static class SurveyScores
{
    /// <param name="kind">csat, nps, ces or enps.</param>
    /// <param name="value">Of an answer, in the measure's whole unit; null when it does not count.</param>
    public static Measure Of(string id, Binning binning, string kind, Func<SurveyAnswer, long?> value) => new(id, binning, ticket =>
    {
        List<Contribution>? booked = null;
        for (var i = 0; i < ticket.Answers.Count; i++)
        {
            var answer = ticket.Answers[i];
            if (answer.Kind == kind && value(answer) is { } own) (booked ??= new(1)).Add(new(answer.At, own, answer.Agent, answer.Area));
        }

        return booked ?? (IEnumerable<Contribution>)[];
    });
}
