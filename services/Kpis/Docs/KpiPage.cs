using System.Globalization;
using System.Text;
using KpiPlatform.Kpis.Facts;

namespace KpiPlatform.Kpis.Docs;

/// <summary>The page that tells people what the numbers mean: an index in each language, then the definitions as they are.</summary>
public static class KpiPage
{
    private const string Head = """
        # KPIs

        Made from `services/Kpis/Catalogue.cs`, the objects that compute the numbers; a test fails when this page is not what they say.
        To make it anew: `KPI_WRITE_DOCS=1 dotnet test tests/Kpis.Tests`.

        Every number comes with `n`, what it was computed from, and with what was left out and why. No data is `null`, never 0.
        """;

    /// <summary>The page as Markdown, ending with a line break.</summary>
    public static string Markdown(Catalogue catalogue)
    {
        var page = new StringBuilder(Head).Append('\n').Append('\n');
        page.Append(CultureInfo.InvariantCulture, $"{catalogue.Kpis.Count} KPIs: {string.Join(" · ", Language.All.Select(l => $"[{l.Name}](#{l.Anchor})"))} · [definitions](#definitions)\n");
        foreach (var language in Language.All) Index(page, catalogue, language);
        page.Append("\n## Definitions\n");
        foreach (var kpi in catalogue.Kpis) Definition(page, kpi);
        return page.ToString();
    }

    private static void Index(StringBuilder page, Catalogue catalogue, Language language)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {language.Name}\n\n| {string.Join(" | ", language.Columns)} |\n|---|---|---|---|\n");
        foreach (var kpi in catalogue.Kpis)
            page.Append(CultureInfo.InvariantCulture, $"| {language.Of(kpi.Names)} | [`{kpi.Id}`](#{kpi.Id}) | {language.Of(kpi.Unit)} | {language.Of(kpi.Better)} |\n");
    }

    private static void Definition(StringBuilder page, Kpi kpi)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {kpi.Id}\n\n*{string.Join(" · ", Language.All.Select(l => l.Of(kpi.Names)))}*\n\n{kpi.Formula}\n\n");
        var english = Language.All[0];
        Line("Unit", $"{english.Of(kpi.Unit)}{(kpi.Better == Better.Neither ? "" : $"; {english.Of(kpi.Better)} is better")}");
        Line("Booked on", kpi.BookedOn);
        if (kpi.DefaultTarget is { } target) Line("Target where nobody set one", target.Words);
        foreach (var exclusion in kpi.Excludes) Line($"Left out as `{exclusion.Reason}`", exclusion.Because);
        if (kpi.Provisional is { } provisional)
            Line("Provisional", provisional.For is { } time ? $"for {time.Days} days after it is booked" : "while more events may come");
        if (kpi.Reading.HasStatistics) Line("Statistics", "mean, sum, count, min, max, p1 to p99");
        if (kpi.InBusinessTime is not null) Line("Business time", "with `business_hours`, where a calendar applies");
        if (kpi.Dimensions is { } only) Line("Grouped by and filtered on", $"{string.Join(", ", only.Select(d => $"`{Dimensions.NameOf(d)}`"))} only");
        if (kpi.Profiles.Count > 0) Line("As other systems count it", string.Join(", ", kpi.Profiles.Keys.Order(StringComparer.Ordinal).Select(p => $"`profile={p}`")));

        void Line(string what, string text) => page.Append(CultureInfo.InvariantCulture, $"- {what}: {text}\n");
    }
}
