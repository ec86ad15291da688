using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>How easy customers say it was, on 1 to 7: 7 is no effort at all.</summary>
public static class Ces
{
    private static readonly Measure Scores = SurveyScores.Of("ces", Binning.Score, "ces", static a => Scales.OneToSeven(a.Score, a.Scale));

    public static Kpi Score { get; } = new()
    {
        Id = "ces",
        Names = new("Customer effort score (CES)", "Müheloser Service (CES)", "Asioinnin helppous (CES)", "Kundens ansträngning (CES)"),
        Formula = "Mean answer on 1 to 7, where 7 is the least effort; other scales mapped linearly, good is 7 and bad is 1. A second answer to the same survey replaces the first.",
        BookedOn = "answer",
        Unit = Unit.OneToSeven,
        Better = Better.Higher,
        Reading = new Mean(Scores, Unit.OneToSeven),
    };

    public static Kpi LowEffort { get; } = new()
    {
        Id = "ces_low_effort",
        Names = new("Customers with little effort", "Kunden mit geringem Aufwand", "Vaivattomasti asioineet asiakkaat", "Kunder med liten ansträngning"),
        Formula = "Share of answers of 5 to 7 on 1 to 7. Its parts are the seven classes; a mapped score belongs to the highest class it reaches.",
        BookedOn = "answer",
        Unit = Unit.Ratio,
        Better = Better.Higher,
        Reading = new ClassShare(Scores, [.. Enumerable.Range(1, 7).Reverse().Select(score => (score, $"score_{score}"))], [7, 6, 5]),
    };
}
