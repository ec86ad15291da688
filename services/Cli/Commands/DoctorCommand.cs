using System.CommandLine;
using KpiPlatform.Cli.Doctoring;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Commands;

/// <summary>What is wrong, and how to mend it.</summary>
internal static class DoctorCommand
{
    public static Command Build()
    {
        var json = Options.Json();
        var command = new Command("doctor", "Look for what is wrong and say how to mend it") { json };
        command.SetAction(async parsed =>
        {
            var findings = await new Examination(Home.Current, Discovery.OfThisMachine()).RunAsync(TimeProvider.System.GetUtcNow());
            var well = findings.All(f => f.Ok);
            if (parsed.GetValue(json))
                Say.Object(new { ok = well, findings = findings.Select(f => f with { Runbook = At(f) }) });
            else
                Print(findings, well);
            return well ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    private static string? At(Finding finding) => finding.Runbook is null ? null : $"deploy/runbook.md#{finding.Runbook}";

    private static void Print(IReadOnlyList<Finding> findings, bool well)
    {
        foreach (var finding in findings)
        {
            Say.Line($"{(finding.Ok ? "ok   " : "WRONG")} {finding.What}: {finding.Detail}");
            if (finding.Mend is not null)
                Say.Line($"      → {finding.Mend}{(At(finding) is { } section ? $" ({section})" : "")}");
        }
        Say.Line(well ? "All is well." : $"{findings.Count(f => !f.Ok)} to mend.");
    }
}
