using System.Globalization;
using System.Text.Json.Nodes;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Backups;

/// <summary>A backup of a running installation with a private database; nothing stops for it.</summary>
internal sealed class Backup(Home home, BackupFolder to, TimeProvider time)
{
    private const long SegmentBytes = 16L << 20;

    public async Task<(string Folder, BackupNote Note)> RunAsync(int keep, CancellationToken cancellation)
    {
        if (RunState.Running(home).Processes.All(p => p.Name != "postgres"))
            throw new CommandException("The database is a server of yours (KPI_POSTGRES): back it up by its own means, and KPI_HOME beside it. See deploy/runbook.md#backup");
        var book = ServerBook.Load(home.Folder);
        var started = time.GetUtcNow();
        var begun = to.Begin(started);
        HomeFiles.Save(home, begun);
        await CopyAsync(book, Path.Combine(begun, "postgres"), cancellation);
        var bytes = Directory.GetFiles(begun, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        var note = new BackupNote(book.Id, started, time.GetUtcNow(), bytes);
        var folder = to.Complete(begun, note);
        await PruneAsync(keep, cancellation);
        return (folder, note);
    }

    private async Task CopyAsync(ServerBook book, string folder, CancellationToken cancellation)
    {
        var result = await Shell.RunAsync(
            [Program("pg_basebackup"), "-h", "127.0.0.1", "-p", book.PostgresPort!.Value.ToString(CultureInfo.InvariantCulture), "-U", PrivatePostgres.User, "-w", "-D", folder, "-Ft", "-z", "-X", "stream", "-c", "fast"],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["PGPASSWORD"] = book.PostgresPassword, ["LC_ALL"] = "C" }, cancellation: cancellation);
        if (!result.Ok)
            throw new CommandException($"The database could not be copied: {result.Said}");
    }

    /// <summary>Older backups, and the write-ahead log that only they need.</summary>
    private async Task PruneAsync(int keep, CancellationToken cancellation)
    {
        var all = to.All();
        foreach (var (old, _) in all.SkipLast(keep)) Directory.Delete(old, recursive: true);
        if (all.Count <= keep || !Directory.Exists(to.Wal)) return;
        var result = await Shell.RunAsync([Program("pg_archivecleanup"), to.Wal, FirstSegment(all[^keep].Folder)], cancellation: cancellation);
        if (!result.Ok)
            throw new CommandException($"The backup is made, but what only older ones need could not be removed from {to.Wal}: {result.Said}");
    }

    /// <summary>The file of the write-ahead log in which a backup begins: its timeline, and its position in files of 16 MB.</summary>
    private static string FirstSegment(string folder)
    {
        var range = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "postgres", "backup_manifest")))!["WAL-Ranges"]![0]!;
        var position = ((string)range["Start-LSN"]!).Split('/').Select(half => long.Parse(half, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{(int)range["Timeline"]!:X8}{position[0]:X8}{position[1] / SegmentBytes:X8}");
    }

    private static string Program(string name) => Path.Combine(
        Discovery.OfThisMachine().Postgres() ?? throw new CommandException("PostgreSQL's programs are not here; ./kpi doctor says where they are looked for."), name);
}
