using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Kpis;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>The verb <c>retain</c>: the pass that an aggregator does every day, now.</summary>
internal static class RetainCommand
{
    private const string Usage = "retain [--keep-log 400d] [--keep-numbers 1200d] [--dry-run] [--json]: KPI_KEEP_LOG and KPI_KEEP_NUMBERS unless given here";

    public static async Task<int> RunAsync(string[] words)
    {
        Keep keep;
        try
        {
            keep = Asked([.. words.Where(w => w is not ("--dry-run" or "--json"))]);
        }
        catch (SettingsException e)
        {
            await Console.Error.WriteLineAsync($"{e.Message}\n{Usage}");
            return 2;
        }

        using var telemetry = Telemetry.Start(Commands.Configuration, "kpi-aggregator");
        await using var database = Primary.Open(Commands.Postgres);
        var dryRun = words.Contains("--dry-run");
        var retention = new Retention(database, new RetirementStore(database, Catalogue.Default, TimeProvider.System), new OldNumbers(database, Catalogue.Default), TimeProvider.System);
        var report = await retention.RunAsync(keep, dryRun, CancellationToken.None);
        Commands.Tell(words.Contains("--json"), report, Told(report));
        return report.Done ? 0 : 1;
    }

    /// <summary>The settings, with what the words say in their place.</summary>
    private static Keep Asked(string[] words)
    {
        var said = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < words.Length; i += 2)
        {
            var name = words[i] switch { "--keep-log" => "KPI_KEEP_LOG", "--keep-numbers" => "KPI_KEEP_NUMBERS", _ => throw new SettingsException($"What is \"{words[i]}\"?") };
            said[name] = i + 1 < words.Length ? words[i + 1] : throw new SettingsException($"{words[i]} must be followed by a number of days, like 400d.");
        }

        var keep = Keep.Of(new ConfigurationBuilder().AddConfiguration(Commands.Configuration).AddInMemoryCollection(said).Build());
        return keep.Log is null ? throw new SettingsException("KPI_KEEP_LOG is not set: the log is kept for ever.") : keep;
    }

    private static string Told(RetentionReport report) =>
        $"{report.Retired} of {report.Streams} tickets and threads had no event since {report.Before} and are done: their log {(report.DryRun ? "would be let go of" : "is let go of")}"
        + (report.DryRun ? "" : $", {report.Events} events deleted") + $". {report.Open} more are as old, but open: they stay."
        + (report.NumbersFrom is null ? "" : $" Numbers of before {report.NumbersFrom} {(report.DryRun ? "would be let go of" : "are let go of")}: {report.Facts} rows.")
        + (report.Done ? "" : " A rebuild is under way: the rest is for later.");
}
