using System.Text.Json.Nodes;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Doctoring;

/// <summary>Broker and database, asked by a process of the aggregator, which knows them; private or given, and whether or not anything else is up.</summary>
internal static class ServerInspection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<IReadOnlyList<Finding>> RunAsync(Installation? installation)
    {
        if (installation is null) return [];
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var result = await Shell.RunAsync([DotNet.Host, Checkout.Program("Aggregator"), "inspect", "--json"], installation.Environment, cancellation: patience.Token);
            var said = result.Output.TrimEnd().Split('\n')[^1];
            return said.StartsWith('{') ? [.. JsonNode.Parse(said)!["findings"]!.AsArray().Select(Of!)] : [new("servers", false, result.Said, "correct KPI_POSTGRES and KPI_RABBITMQ")];
        }
        catch (OperationCanceledException)
        {
            return [new("servers", false, $"the aggregator's inspect has not ended in {Patience.TotalSeconds:0} s", "./kpi status")];
        }
    }

    private static Finding Of(JsonNode finding) =>
        new((string)finding["what"]!, (bool)finding["ok"]!, (string)finding["detail"]!, (string?)finding["mend"], (string?)finding["runbook"]);
}
