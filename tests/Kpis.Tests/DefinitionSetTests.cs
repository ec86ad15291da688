namespace KpiPlatform.Kpis.Tests;

public sealed class DefinitionSetTests
{
    private static readonly DefinitionSet Early = new("of a release that did not tell", 0, []);
    private static readonly DefinitionSet Two = DefinitionSet.Of(2, ["a", "b"]);
    private static readonly DefinitionSet TwoAndOneMore = DefinitionSet.Of(2, ["a", "b", "c"]);
    private static readonly DefinitionSet Other = DefinitionSet.Of(2, ["a", "x", "y"]);
    private static readonly DefinitionSet Three = DefinitionSet.Of(3, ["a"]);

    [Fact]
    public void A_higher_version_is_newer_and_so_is_one_measure_more()
    {
        DefinitionSet[] inOrder = [Early, Two, TwoAndOneMore, Three];
        for (var i = 0; i < inOrder.Length; i++)
            Assert.All(inOrder.Index(), other => Assert.Equal(i > other.Index, inOrder[i].IsNewerThan(other.Item)));
    }

    [Fact]
    public void Of_two_that_have_what_the_other_has_not_neither_is_newer()
    {
        Assert.False(Other.IsNewerThan(Two));
        Assert.False(Two.IsNewerThan(Other));
    }

    [Fact]
    public void Numbers_serve_who_asks_for_nothing_that_they_do_not_hold()
    {
        Assert.True(TwoAndOneMore.Serve(Two));
        Assert.False(Two.Serve(TwoAndOneMore));
        Assert.False(Three.Serve(Two));
        Assert.False(Early.Serve(Two));
        Assert.True(Early.Serve(Early));
    }

    /// <summary>So that a release that takes a measure out, or counts by another one, is known to be newer. KPI_WRITE_DOCS=1 writes the list of a new version.</summary>
    [Fact]
    public void Who_takes_a_measure_out_raises_the_version()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "../../../../../tests/Kpis.Tests/Measures", $"{Catalogue.Version}.txt");
        if (Environment.GetEnvironmentVariable("KPI_WRITE_DOCS") is not null && !File.Exists(path)) File.WriteAllLines(path, DefinitionSet.Of(Catalogue.Default).Measures);
        Assert.Empty(File.ReadLines(path).Except(DefinitionSet.Of(Catalogue.Default).Measures, StringComparer.Ordinal));
    }
}
