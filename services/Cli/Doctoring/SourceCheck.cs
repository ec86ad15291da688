using System.Text.Json.Nodes;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Doctoring;

/// <summary>Each connection of the sources file: its secrets can be had, its mapping file is right. Ingestion is asked, who knows the sources.</summary>
internal static class SourceCheck
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(Home home)
    {
        if (!File.Exists(home.SourcesFile)) return [];
        var result = await Shell.RunAsync([DotNet.Host, Checkout.Program("Ingestion"), "sources", "check", "--json"], IngestionTools.Environment(home));
        var said = result.Output.TrimEnd().Split('\n')[^1];
        if (!said.StartsWith('{') || JsonNode.Parse(said) is not JsonObject answer) return [new("sources.json", false, result.Said, "./kpi sources list")];
        return (string?)answer["error"] is { } error
            ? [new("sources.json", false, error, "mend it, or restore it from a backup")]
            : [.. answer["connections"]!.AsArray().Select(Of!)];
    }

    private static Finding Of(JsonNode connection) => (string?)connection["problem"] is { } problem
        ? new((string)connection["what"]!, false, problem, "./kpi sources secret add, or mend the file it names")
        : new((string)connection["what"]!, true, "its secrets and options are right");
}
