namespace KpiPlatform.Kpis.Tests;

public sealed class CatalogueTests
{
    [Fact]
    public void Every_definition_is_complete()
    {
        Assert.All(Catalogue.Default.Kpis, kpi =>
        {
            Assert.Matches("^[a-z][a-z_]+$", kpi.Id);
            Assert.All((string[])[kpi.Names.En, kpi.Names.De, kpi.Names.Fi, kpi.Names.Sv, kpi.BookedOn], Assert.NotEmpty);
            Assert.EndsWith(".", kpi.Formula, StringComparison.Ordinal);
            Assert.NotEmpty(kpi.Reading.Measures);
            Assert.Same(kpi, Catalogue.Default.Find(kpi.Id));
        });
    }

    [Fact]
    public void Two_definitions_with_one_id_are_refused()
    {
        var kpi = Catalogue.Default.Kpis[0];
        var e = Assert.Throws<InvalidOperationException>(() => new Catalogue(kpi, kpi));
        Assert.Contains(kpi.Id, e.Message, StringComparison.Ordinal);
    }
}
