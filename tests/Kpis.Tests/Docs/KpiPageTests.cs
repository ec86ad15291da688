using KpiPlatform.Kpis.Docs;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Docs;

public sealed class KpiPageTests
{
    private static readonly string Page = Path.Combine(SharedFolder.Root, "docs", "kpis.md");

    [Fact]
    public void The_page_in_docs_says_what_the_catalogue_says()
    {
        var made = KpiPage.Markdown(Catalogue.Default);
        if (Environment.GetEnvironmentVariable("KPI_WRITE_DOCS") == "1") File.WriteAllText(Page, made);

        Assert.True(File.ReadAllText(Page) == made, "docs/kpis.md is stale. Make it anew with: KPI_WRITE_DOCS=1 dotnet test tests/Kpis.Tests");
    }

    [Fact]
    public void Each_language_has_every_name_and_each_definition_its_formula()
    {
        var page = KpiPage.Markdown(Catalogue.Default);

        Assert.All(Catalogue.Default.Kpis, kpi =>
        {
            Assert.All((string[])[kpi.Names.En, kpi.Names.De, kpi.Names.Fi, kpi.Names.Sv], name => Assert.Contains($"\n| {name} | [`{kpi.Id}`]", page, StringComparison.Ordinal));
            Assert.Contains($"\n### {kpi.Id}\n", page, StringComparison.Ordinal);
            Assert.Contains(kpi.Formula, page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_is_left_out_and_what_may_change_is_told()
    {
        var page = KpiPage.Markdown(new Catalogue(Catalogue.Default.Find("first_response_time")!, Catalogue.Default.Find("first_contact_resolution")!));

        Assert.Contains("- Left out as `agent_opened`: A ticket that an agent opened answers nobody.", page, StringComparison.Ordinal);
        Assert.Contains("- Provisional: for 7 days after it is booked", page, StringComparison.Ordinal);
        Assert.Contains("- Statistics: mean", page, StringComparison.Ordinal);
        Assert.StartsWith("2 KPIs: [English](#english)", page.Split('\n').Single(l => l.Contains("#definitions", StringComparison.Ordinal)), StringComparison.Ordinal);
    }
}
