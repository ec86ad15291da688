using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Facts;

namespace KpiPlatform.Query.Asking;

/// <summary>What a KPI cannot be asked: named KPIs are refused by name; of all KPIs, those that cannot are left out, and that is told.</summary>
internal static class Applicable
{
    /// <returns>The KPIs to answer.</returns>
    public static IReadOnlyList<Kpi> To(
        Parameters parameters, IReadOnlyList<Kpi> kpis, IReadOnlyList<Dimension> groupBy, IReadOnlyList<Filter> filters, Cohort cohort, List<Warning> warnings)
    {
        var asked = groupBy.Select(d => (Parameter: "group_by", Dimension: d, As: "grouped by"))
            .Concat(filters.Select(f => (Parameter: Dimensions.NameOf(f.Dimension) + (f.Except ? "!" : ""), f.Dimension, As: "filtered on"))).ToList();
        if (!parameters.Has("kpi"))
        {
            var fit = kpis.Where(k => (cohort == Cohort.Event || k.HasCohort) && asked.TrueForAll(a => Can(k, a.Dimension))).ToList();
            if (fit.Count < kpis.Count)
                warnings.Add(new("left_out", $"{string.Join(", ", kpis.Except(fit).Select(k => k.Id))}: cannot be asked this way; name one in kpi to be told why."));
            return fit;
        }

        foreach (var kpi in kpis)
        {
            foreach (var (parameter, dimension, how) in asked.Where(a => !Can(kpi, a.Dimension)))
                parameters.Wrong(parameter, "not_applicable", $"{kpi.Id} cannot be {how} {Dimensions.NameOf(dimension)}, only {Words(kpi)}.", [.. kpi.Dimensions!.Select(Dimensions.NameOf)]);
            if (cohort == Cohort.Opened && !kpi.HasCohort)
                parameters.Wrong("cohort", "not_applicable", $"{kpi.Id} is of no tickets that were opened: it has no cohort=opened.", ["event"]);
        }

        return kpis;
    }

    private static bool Can(Kpi kpi, Dimension dimension) => kpi.Dimensions?.Contains(dimension) ?? true;

    private static string Words(Kpi kpi) => kpi.Dimensions!.Count == 0 ? "asked for as a whole" : "by " + string.Join(", ", kpi.Dimensions.Select(Dimensions.NameOf));
}
