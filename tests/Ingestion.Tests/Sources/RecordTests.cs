using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>What every record of an API or an export becomes: <c>Records/{source}/{name}.json</c>, as in <see cref="SampleTests"/>.</summary>
public sealed class RecordTests
{
    private static string Folder { get; } = Path.Combine(SharedFolder.Root, "tests/Ingestion.Tests/Sources/Records");

    public static TheoryData<string> All =>
        [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_record_becomes_what_it_should(string record)
    {
        var file = Path.Combine(Folder, record);
        var becomes = Becomes.Record(SourceCatalogue.Find(record.Split('/')[0])!, File.ReadAllText(file)).ToJson(readable: true) + "\n";
        if (Environment.GetEnvironmentVariable("KPI_WRITE_SAMPLES") == "1") File.WriteAllText(file + ".expected", becomes);
        Assert.Equal(File.ReadAllText(file + ".expected"), becomes);
    }
}
