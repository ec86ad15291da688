using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Definitions;

/// <summary>Whether customers would recommend the company, and those who work in it would recommend working there.</summary>
public static class Nps
{
    /// <summary>Fewer answers of colleagues than this are not shown.</summary>
    public const int FewestColleagues = 5;

    private const string Scale = "0-10";
    private const string Words = "Share of answers of 9 and 10 less share of answers of 0 to 6, in points from −100 to 100. The last answer to a survey counts.";

    private static readonly Exclusion OtherScale = new("other_scale", OnOtherScales("nps"), "Promoters and detractors are defined on 0 to 10 only.");

    private static readonly Exclusion ColleaguesOtherScale = new("other_scale", OnOtherScales("enps"), "Promoters and detractors are defined on 0 to 10 only.");

    public static Kpi OfCustomers { get; } = Of(
        "nps",
        new("Net Promoter Score (NPS)", "Weiterempfehlung (NPS)", "Asiakkaiden suositteluindeksi (NPS)", "Kundernas rekommendationsindex (NPS)"),
        "How likely customers are to recommend the company. " + Words,
        new NetScore(Scores("nps")),
        OtherScale);

    public static Kpi OfColleagues { get; } = Of(
        "enps",
        new("Employee Net Promoter Score (eNPS)", "Weiterempfehlung durch Mitarbeitende (eNPS)", "Työntekijöiden suositteluindeksi (eNPS)", "Medarbetarnas rekommendationsindex (eNPS)"),
        "How likely employees are to recommend working here. " + Words + " From fewer than 5 answers nothing is shown (suppressed), not even how many there are; "
        + "of groups and buckets side by side as many are hidden that their total does not tell any of them.",
        new NetScore(Scores("enps")) { Fewest = FewestColleagues },
        ColleaguesOtherScale);

    private static Measure Scores(string kind) => SurveyScores.Of(kind, Binning.Score, kind, static a => a.Scale == Scale ? (long)(a.Score * Measure.ScoreUnit) : null);

    private static Measure OnOtherScales(string kind) => SurveyScores.Of(kind + ".other_scale", Binning.None, kind, static a => a.Scale == Scale ? null : 1);

    private static Kpi Of(string id, Names names, string formula, Reading reading, Exclusion otherScale) => new()
    {
        Id = id,
        Names = names,
        Formula = formula,
        BookedOn = "answer",
        Unit = Unit.Points,
        Better = Better.Higher,
        Excludes = [otherScale],
        Reading = reading,
    };
}
