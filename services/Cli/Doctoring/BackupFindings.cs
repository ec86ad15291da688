using System.Globalization;
using KpiPlatform.Cli.Backups;

namespace KpiPlatform.Cli.Doctoring;

/// <summary>How old the newest backup is, where backups are ours to make.</summary>
internal static class BackupFindings
{
    private static readonly TimeSpan Old = TimeSpan.FromHours(36);

    public static IEnumerable<Finding> Of(BackupFolder? folder, DateTimeOffset now)
    {
        if (folder is null) return [new("backup", true, "none is made: KPI_BACKUP is not set")];
        if (folder.All() is not [.., var (name, note)]) return [new("backup", false, $"there is none in {folder.Path} yet", "./kpi backup", "backup")];
        var age = string.Create(CultureInfo.InvariantCulture, $"{name}, {(now - note.FinishedAt).TotalHours:0.0} hours old");
        return [now - note.FinishedAt > Old ? new("backup", false, age, "./kpi backup; its daily run failed?", "backup") : new("backup", true, age)];
    }
}
