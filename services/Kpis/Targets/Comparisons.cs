using KpiPlatform.Kpis.Calendars;

namespace KpiPlatform.Kpis.Targets;

/// <summary>Comparisons as documents and answers write them.</summary>
public static class Comparisons
{
    private static readonly (string Name, Comparison Comparison)[] All =
        [("<=", Comparison.AtMost), ("<", Comparison.Below), (">=", Comparison.AtLeast), (">", Comparison.Above)];

    public static string NameOf(Comparison comparison) => Array.Find(All, c => c.Comparison == comparison).Name;

    /// <summary>Whether a value is on the good side of a threshold.</summary>
    public static bool Holds(this Comparison comparison, double value, double threshold) => comparison switch
    {
        Comparison.AtMost => value <= threshold,
        Comparison.Below => value < threshold,
        Comparison.AtLeast => value >= threshold,
        _ => value > threshold,
    };

    /// <summary>Without one it is as the KPI is better: lower or higher.</summary>
    internal static Comparison Read(Part part, Kpi? kpi)
    {
        if (!part.IsThere)
        {
            if (kpi?.Better == Better.Neither) part.Add($"Must be there: {kpi.Id} is neither better when it is higher nor when it is lower. Allowed: {Names}.");
            return kpi?.Better == Better.Higher ? Comparison.AtLeast : Comparison.AtMost;
        }

        if (part.Text() is not { } name) return default;
        foreach (var (known, comparison) in All)
        {
            if (known == name) return comparison;
        }

        part.Add($"'{name}' is no comparison. Allowed: {Names}.");
        return default;
    }

    private static string Names => string.Join(", ", All.Select(c => c.Name));
}
