using System.Text.Json;
using KpiPlatform.Kpis.Calendars;
using KpiPlatform.Kpis.Readings;

namespace KpiPlatform.Kpis.Targets;

/// <summary>A target as it is written in JSON.</summary>
public static class TargetDocument
{
    private static readonly string[] Members = ["id", "kpi", "stat", "comparison", "threshold", "business_hours", "scope", "valid_from", "valid_to", "at_risk"];

    /// <summary>The target of a document, or everything that is wrong with it. A member that is null counts as not there.</summary>
    /// <param name="id">The name it is to have; the document may repeat it.</param>
    public static (Target? Target, IReadOnlyList<Problem> Problems) Parse(JsonElement body, string id, Catalogue catalogue)
    {
        var problems = new List<Problem>();
        var document = new Part(body, "", problems);
        if (document.Members(Members) is not { } given) return (null, problems);
        Part Member(string name) => given.GetValueOrDefault(name, document.At(name));

        CheckId(Member("id"), id);
        var kpi = KpiOf(Member("kpi"), catalogue);
        var target = new Target
        {
            Id = id,
            Kpi = kpi?.Id ?? "",
            Statistic = StatisticOf(Member("stat"), kpi),
            Comparison = Comparisons.Read(Member("comparison"), kpi),
            Threshold = Thresholds.Read(Member("threshold"), kpi),
            BusinessHours = BusinessHoursOf(Member("business_hours"), kpi),
            Scope = TargetScope.Read(Member("scope")),
            ValidFrom = Member("valid_from").Instant(),
            ValidTo = Member("valid_to").Instant(),
            AtRisk = Thresholds.AtRisk(Member("at_risk"), kpi),
        };
        if (target.ValidFrom >= target.ValidTo) Member("valid_to").Add("Must be later than valid_from: it is the first instant at which the target is no longer valid.");
        return (problems.Count == 0 ? target : null, problems);
    }

    /// <summary>The document that <see cref="Parse"/> makes the same target of.</summary>
    public static string Write(Target target) => TargetWriter.Write(target);

    private static void CheckId(Part member, string id)
    {
        if (id == Target.DefaultId) member.Add($"'{Target.DefaultId}' is the id of the targets that hold where a workspace has set none.");
        else member.CheckId(id, "target");
    }

    private static Kpi? KpiOf(Part part, Catalogue catalogue)
    {
        if (!part.IsThere) part.Add("Must be there: the id of a KPI; /v1/kpis lists them.");
        else if (part.Text() is { } id)
        {
            if (catalogue.Find(id) is { } kpi) return kpi;
            part.Add($"'{id}' is not a KPI; /v1/kpis lists them.");
        }

        return null;
    }

    private static Statistic? StatisticOf(Part part, Kpi? kpi)
    {
        if (kpi is null) return null;
        if (!kpi.Reading.HasStatistics)
        {
            if (part.IsThere) part.Add($"{kpi.Id} has no statistics to choose from: leave it out.");
            return null;
        }

        var name = part.IsThere ? part.Text() : kpi.DefaultTarget?.Statistic ?? Statistic.Median.Name;
        if (name is null) return null;
        if (Statistic.TryParse(name, out var statistic)) return statistic;
        part.Add($"'{name}' is no statistic. Allowed: mean, sum, count, min, max, p1 to p99.");
        return null;
    }

    private static bool BusinessHoursOf(Part part, Kpi? kpi)
    {
        if (part.Flag() is not true) return false;
        if (kpi is { InBusinessTime: null }) part.Add($"{kpi.Id} is the same in business time: leave it out.");
        return true;
    }
}
