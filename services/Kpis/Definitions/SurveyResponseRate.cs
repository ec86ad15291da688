using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How many customers answer when they are asked.</summary>
public static class SurveyResponseRate
{
    private static readonly string[] Kinds = ["csat", "nps", "ces"];

    private static readonly Measure Sent = new("surveys_sent", Binning.Class, static ticket =>
        ticket.Surveys.Count == 0 ? [] : ticket.Surveys.Where(s => Kinds.Contains(s.Kind, StringComparer.Ordinal)).Select(s => new Contribution(s.At, ClassOf(s.Kind, s.IsAnswered), s.Agent)));

    public static Kpi Kpi { get; } = new()
    {
        Id = "survey_response_rate",
        Names = new("Survey response rate", "Rücklaufquote der Umfragen", "Kyselyjen vastausaste", "Svarsfrekvens för enkäter"),
        Formula = "Customer surveys (csat, nps, ces) answered ÷ surveys sent, whenever the answer came. An answer is matched to its survey inside one ticket or thread by kind and survey id, "
            + "without an id to the oldest of its kind without an answer; a reminder under the same id is no second survey. "
            + "Surveys among employees (enps) are left out: who of a few has answered is nobody's business.",
        BookedOn = "sending",
        Unit = Unit.Ratio,
        Better = Better.Higher,
        Reading = new ClassShare(
            Sent,
            [.. Kinds.SelectMany(kind => new[] { (ClassOf(kind, true), kind + "_answered"), (ClassOf(kind, false), kind + "_unanswered") })],
            [.. Kinds.Select(kind => ClassOf(kind, true))]),
    };

    private static int ClassOf(string kind, bool answered) => (2 * Array.IndexOf(Kinds, kind)) + (answered ? 1 : 0);
}
