using System.Text.Json;
using KpiPlatform.Platform.Bus;

namespace KpiPlatform.Aggregator.Inspecting;

/// <summary><c>inspect</c>: what is wrong with the servers, without changing anything there. Ends with 0 when nothing is.</summary>
internal static class InspectCommand
{
    private const int PatienceSeconds = 4;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task<int> RunAsync(BrokerAddress broker, string postgres, int partitions, bool json, TimeProvider clock)
    {
        var bus = BusInspection.LookAsync(broker, partitions, TimeSpan.FromSeconds(PatienceSeconds));
        var database = await DatabaseState.LookAsync(postgres, PatienceSeconds, clock);
        Finding[] findings = [.. BusFindings.Of(await bus, database.Tables, partitions, clock.GetUtcNow()), .. DatabaseFindings.Of(database, partitions)];
        Console.WriteLine(json ? JsonSerializer.Serialize(new { Ok = findings.All(f => f.Ok), Findings = findings }, Json) : string.Join('\n', findings.Select(Line)));
        return findings.All(f => f.Ok) ? 0 : 1;
    }

    private static string Line(Finding finding) => finding.Ok
        ? $"ok    {finding.What}: {finding.Detail}"
        : $"WRONG {finding.What}: {finding.Detail}\n      → {finding.Mend} (deploy/runbook.md#{finding.Runbook})";
}
