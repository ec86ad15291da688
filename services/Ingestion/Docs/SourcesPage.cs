using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Docs;

/// <summary>docs/sources.md: made from the sources themselves and from what their samples become, so that it cannot say anything else than the code does.</summary>
internal static class SourcesPage
{
    /// <param name="samples">What every vendor's own payload becomes.</param>
    /// <param name="example">The worked example of a mapping file.</param>
    public static string Markdown(IReadOnlyList<Source> sources, IReadOnlyList<SampleRow> samples, MappingExample example)
    {
        var links = string.Join(" · ", sources.Select(source => $"[{source.Title}](#{source.Name})"));
        var head = $"""
            # Sources

            Made from `services/Ingestion/Sources`; a test fails when it is stale. {sources.Count} sources: {links} · [what every payload becomes](#payloads)

            """;
        return string.Join('\n', [head, SourcesText.HowItWorks, example.Markdown, .. sources.Select(Section), Table(samples)]) + "\n";
    }

    private static string Section(Source source) => $"## <a id=\"{source.Name}\"></a>{source.Title}\n\n{Guide(source)}\n";

    /// <summary>What an admin does to connect a source; also <c>./kpi sources guide</c>.</summary>
    public static string Guide(Source source)
    {
        var guide = source.Guide;
        var command = $"./kpi sources add {source.Name} --workspace WORKSPACE{(source.Name == "map" ? " --map FILE" : "")}";
        var lines = new List<string>
        {
            $"    {command}", "",
            $"- **URL**: `https://kpi.example/v1/webhooks/{source.Name}/WORKSPACE`, pasted under {guide.Where}",
            $"- **Events**: {string.Join("; ", guide.Events)}",
            $"- **Secret**: {guide.Secret}",
        };
        lines.AddRange(guide.Notes.Select(note => $"- {note}"));
        return string.Join('\n', lines);
    }

    private static string Table(IReadOnlyList<SampleRow> samples)
    {
        var outcomes = samples.CountBy(row => row.Outcome, StringComparer.Ordinal).OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Value} {count.Key}");
        return $"""
            ## <a id="payloads"></a>What every payload becomes

            {samples.Count} payloads as the vendors send them: {string.Join(", ", outcomes)}. `tests/Ingestion.Tests/Sources/Vendors` holds every event of them.

            | payload | outcome | reason | events |
            |---|---|---|---|
            {string.Join('\n', samples.Select(row => $"| {row.Payload} | {row.Outcome} | {row.Reason} | {row.Events} |"))}
            """;
    }
}
