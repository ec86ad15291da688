using KpiPlatform.Ingestion.Commands;
using KpiPlatform.Ingestion.Docs;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Trying;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Docs;

public sealed class SourcesPageTests
{
    private static readonly string Page = Path.Combine(SharedFolder.Root, "docs", "sources.md");
    private static readonly string Vendors = Path.Combine(SharedFolder.Root, "tests/Ingestion.Tests/Sources/Vendors");
    private static readonly MappingExample Example = new(Path.Combine(SharedFolder.Root, "docs", "examples"), "bookings.json", "bookings.map.json");

    private static IReadOnlyList<SampleRow> Samples =>
    [
        .. Directory.EnumerateFiles(Vendors, "*.expected", SearchOption.AllDirectories).Select(file => (File: file, Payload: Path.GetRelativePath(Vendors, file)[..^".expected".Length]))
            .OrderBy(sample => sample.Payload, StringComparer.Ordinal).Select(sample => SampleRow.Of(sample.Payload, File.ReadAllText(sample.File))),
    ];

    [Fact]
    public void The_page_in_docs_says_what_the_sources_say()
    {
        var made = SourcesPage.Markdown(SourceCatalogue.All, Samples, Example);
        if (Environment.GetEnvironmentVariable("KPI_WRITE_DOCS") == "1") File.WriteAllText(Page, made);

        Assert.True(File.ReadAllText(Page) == made, "docs/sources.md is stale. Make it anew with: KPI_WRITE_DOCS=1 dotnet test tests/Ingestion.Tests");
    }

    [Fact]
    public void Every_source_has_its_section_and_every_vendors_payload_its_row()
    {
        var page = SourcesPage.Markdown(SourceCatalogue.All, Samples, Example);

        Assert.All(SourceCatalogue.All, source => Assert.Contains($"\n## <a id=\"{source.Name}\"></a>{source.Title}\n", page, StringComparison.Ordinal));
        Assert.True(Samples.Count > 3);
        Assert.All(Samples, row => Assert.Contains($"\n| {row.Payload} | {row.Outcome} |", page, StringComparison.Ordinal));
        Assert.All(Samples, row => Assert.Contains(row.Outcome, (string[])["accepted", "ignored", "refused"]));
        Assert.All(Samples.Where(row => row.Outcome != "accepted"), row => Assert.NotEmpty(row.Reason));
    }

    [Fact]
    public void The_worked_example_gives_two_events_and_ignores_the_rest()
    {
        var outcome = Example.Becomes();

        Assert.Equal(("accepted", "by_mapping"), (outcome.Word, outcome.Reason));
        Assert.Equal(["helpdesk.ticket.opened 4711/0001/opened", "helpdesk.ticket.replied 4711/0002/replied"], outcome.Events.Select(e => $"{e.Type} {e.Id}"));
    }

    [Fact]
    public void Every_source_has_a_sample_to_test_it_with() =>
        Assert.Equal([], SourceCatalogue.All.Where(source => source.Name != "map" && Sample.Of(source.Name) is null).Select(source => source.Name));

    /// <summary>What a SurveyMonkey question asks only its owner knows, who says it by an option.</summary>
    [Fact]
    public void Every_sample_becomes_an_event_but_the_one_that_needs_an_option()
    {
        var outcomes = SourceCatalogue.All.Where(source => Sample.Of(source.Name) is not null).Select(source => (source.Name, Becomes: Becomes(source, Sample.Of(source.Name)!))).ToList();

        Assert.Equal([("surveymonkey", "ignored")], outcomes.Where(each => each.Becomes != "accepted"));
    }

    private static string Becomes(Source source, Sample sample) => TryPayload.Run(source, sample.Body, sample.Headers, new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)).Word;
}
