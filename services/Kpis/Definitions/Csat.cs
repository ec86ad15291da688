using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How satisfied customers say they are, on 1 to 5.</summary>
public static class Csat
{
    private static readonly Measure Scores = SurveyScores.Of("csat", Binning.Score, "csat", static a => Scales.OneToFive(a.Score, a.Scale));

    public static Kpi Score { get; } = new()
    {
        Id = "csat_score",
        Names = new("Customer satisfaction", "Kundenzufriedenheit", "Asiakastyytyväisyys", "Kundnöjdhet"),
        Formula = "Mean answer on 1 to 5; other scales mapped linearly, good is 5 and bad is 1. A second answer to the same survey replaces the first.",
        BookedOn = "answer",
        Unit = Unit.OneToFive,
        Better = Better.Higher,
        Reading = new Mean(Scores, Unit.OneToFive),
    };

    public static Kpi Positive { get; } = new()
    {
        Id = "csat_positive",
        Names = new("Satisfied customers", "Zufriedene Kunden", "Tyytyväiset asiakkaat", "Nöjda kunder"),
        Formula = "Share of answers of 4 to 5 on 1 to 5. Its parts are the five classes; a mapped score belongs to the highest class it reaches.",
        BookedOn = "answer",
        Unit = Unit.Ratio,
        Better = Better.Higher,
        Reading = ClassesOf(Scores),
    };

    /// <summary>The five classes of answers, and the share of the two best.</summary>
    internal static ClassShare ClassesOf(Measure scores) =>
        new(scores, [(5, "very_positive"), (4, "positive"), (3, "neutral"), (2, "negative"), (1, "very_negative")], [5, 4]);
}
