using KpiPlatform.Cli.Running;

namespace KpiPlatform.Cli.Backups;

/// <summary>
/// What an installation keeps beside its database: keys, connections with their secrets, the servers' passwords, how far reconciliation has come. The spool is
/// left out: it holds only what waits for the broker now, and a copy of it would never be newer than itself.
/// </summary>
internal static class HomeFiles
{
    private const string Cursors = "reconciliation";

    public static void Save(Home home, string folder)
    {
        foreach (var file in Names(home).Where(File.Exists)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        Copy(Path.Combine(home.Ingestion, Cursors), Path.Combine(folder, Cursors));
        if (File.Exists(Erasures(home.Folder))) File.Copy(Erasures(home.Folder), Beside(folder), overwrite: true);
    }

    /// <summary>
    /// Files that are there stay: a key that was revoked since the backup must stay so. The cursors go back, so that what came after the restored moment is
    /// fetched again; those of now are kept under another name.
    /// </summary>
    /// <returns>What was brought back.</returns>
    public static IReadOnlyList<string> Restore(Home home, string folder, string suffix)
    {
        var back = new List<string>();
        foreach (var file in Names(home).Where(f => !File.Exists(f) && File.Exists(Path.Combine(folder, Path.GetFileName(f)))))
        {
            File.Copy(Path.Combine(folder, Path.GetFileName(file)), file);
            back.Add(Path.GetFileName(file));
        }

        if (!File.Exists(Erasures(home.Folder)) && File.Exists(Beside(folder))) File.Copy(Beside(folder), Erasures(home.Folder));
        var cursors = Path.Combine(home.Ingestion, Cursors);
        if (Directory.Exists(cursors)) Directory.Move(cursors, cursors + suffix);
        if (Copy(Path.Combine(folder, Cursors), cursors)) back.Add("the cursors of reconciliation");
        return back;
    }

    private static IEnumerable<string> Names(Home home) => [home.KeysFile, home.SourcesFile, home.OwnKeys, Path.Combine(home.Folder, "servers.json")];

    private static string Erasures(string folder) => Path.Combine(folder, "erasures.ndjson");

    /// <summary>Beside the backups and not in one: whom to erase again after a restore is the newest list, whatever backup it is from.</summary>
    private static string Beside(string backup) => Erasures(Path.GetDirectoryName(backup)!);

    private static bool Copy(string from, string to)
    {
        if (!Directory.Exists(from)) return false;
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from, "*.json")) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return true;
    }
}
