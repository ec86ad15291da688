using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Kpis;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>The verb <c>retain</c>: the pass that an aggregator does every day, now.</summary>
internal static class RetainCommand
{
    private const string Usage = "retain [--keep-log 400d] [--dry-run] [--json]: KPI_KEEP_LOG unless given here";

    public static async Task<int> RunAsync(string[] words)
    {
        var at = Array.IndexOf(words, "--keep-log");
        var keep = at < 0 ? KeepLog.Of(Commands.Configuration) : at + 1 < words.Length ? KeepLog.Read(words[at + 1]) : null;
        var unknown = words.Where((word, i) => word is not ("--keep-log" or "--dry-run" or "--json") && (at < 0 || i != at + 1));
        if (unknown.FirstOrDefault() is { } word) return Wrong($"What is \"{word}\"?\n{Usage}");
        if (at >= 0 && keep is null) return Wrong($"--keep-log must be a number of days from 1 to 36500, like 400d.\n{Usage}");
        if (keep is not { } age) return Wrong($"KPI_KEEP_LOG is not set: the log is kept for ever.\n{Usage}");
        await using var database = Primary.Open(Commands.Postgres);
        var dryRun = words.Contains("--dry-run");
        var report = await new Retention(database, new RetirementStore(database, Catalogue.Default, TimeProvider.System), TimeProvider.System).RunAsync(age, dryRun, CancellationToken.None);
        Commands.Tell(words.Contains("--json"), report, $"{report.Retired} of {report.Streams} tickets and threads had no event since {report.Before} and are done: their log {(dryRun ? "would be let go of" : "is let go of")}"
            + (dryRun ? "" : $", {report.Events} events deleted") + $". {report.Open} more are as old, but open: they stay." + (report.Done ? "" : " A rebuild is under way: the rest is for later."));
        return report.Done ? 0 : 1;
    }

    private static int Wrong(string why)
    {
        Console.Error.WriteLine(why);
        return 2;
    }
}
