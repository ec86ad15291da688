using System.Text.Json;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Trying;

namespace KpiPlatform.Ingestion.Docs;

/// <summary>A mapping file at work: what the page shows is what it gave just now.</summary>
/// <param name="Folder">docs/examples.</param>
internal sealed record MappingExample(string Folder, string Payload, string Map)
{
    public string Markdown => $"""
        ## A mapping file, worked

        This payload, [`{Payload}`](examples/{Payload}):

        ```json
        {Text(Payload)}
        ```

        with this mapping, [`{Map}`](examples/{Map}) ([all it can say](import.md#the-mapping-file)):

        ```json
        {Text(Map)}
        ```

        becomes, by `./kpi sources try docs/examples/{Payload} --map docs/examples/{Map}`:

        ```json
        {Becomes().ToJson(readable: true)}
        ```

        """;

    public Outcome Becomes() => TryPayload.Run(
        SourceCatalogue.Find("map")!, File.ReadAllBytes(Path.Combine(Folder, Payload)), new HeaderDictionary(), new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero),
        JsonSerializer.SerializeToElement(new { map = Path.GetFullPath(Path.Combine(Folder, Map)) }));

    private string Text(string file) => File.ReadAllText(Path.Combine(Folder, file)).TrimEnd();
}
