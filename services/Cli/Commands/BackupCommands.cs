using System.CommandLine;
using System.Globalization;
using KpiPlatform.Cli.Backups;
using KpiPlatform.Cli.Output;
using KpiPlatform.Cli.Running;

namespace KpiPlatform.Cli.Commands;

/// <summary>An installation on one machine, saved and brought back: the database and what is in KPI_HOME.</summary>
internal static class BackupCommands
{
    public static Command Backup()
    {
        var (folder, json) = (Folder(), Options.Json());
        var keep = new Option<int>("--keep") { Description = "How many backups stay, with the write-ahead log since the oldest of them", DefaultValueFactory = _ => 7 };
        keep.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--keep: at least 1");
        });
        var command = new Command("backup", "Save database, keys, connections and cursors while everything runs") { folder, keep, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (made, note) = await new Backup(Home.Current, BackupFolder.At(parsed.GetValue(folder)), TimeProvider.System).RunAsync(parsed.GetValue(keep), cancellation);
            if (parsed.GetValue(json))
                Say.Object(new { folder = made, note.StartedAt, note.FinishedAt, note.Bytes });
            else
                Say.Line(string.Create(CultureInfo.InvariantCulture, $"{made}: {note.Bytes / 1e6:0.0} MB in {(note.FinishedAt - note.StartedAt).TotalSeconds:0.0} s. It holds secrets."));
        });
        return command;
    }

    public static Command Restore()
    {
        var (folder, json) = (Folder(), Options.Json());
        var to = new Option<DateTimeOffset?>("--to")
        {
            Description = "The moment, like 2026-11-22T14:30:00Z; when left out, as late as there is anything",
            CustomParser = result =>
            {
                if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return at;
                result.AddError($"--to {result.Tokens[0].Value}: a time like 2026-11-22T14:30:00Z");
                return null;
            },
        };
        var command = new Command("restore", "Bring what is down back to a moment; what is replaced is kept under another name") { folder, to, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (backup, files, before) = await new Restore(Home.Current.Prepare(), BackupFolder.At(parsed.GetValue(folder)), TimeProvider.System).RunAsync(parsed.GetValue(to), cancellation);
            if (parsed.GetValue(json))
                Say.Object(new { backup, files, before });
            else
                Say.Line($"The database is restored from {backup}{(files.Count > 0 ? $", and {string.Join(", ", files)}" : "")}."
                    + (before is null ? "" : $"\nWhat was there is in {before}; remove it when all is well.")
                    + "\nNow: ./kpi up, ./kpi verify, and bring back what came after that moment: deploy/runbook.md#after-a-restore");
        });
        return command;
    }

    private static Option<string?> Folder() => new("--folder") { Description = "Where backups are; KPI_BACKUP when left out" };
}
