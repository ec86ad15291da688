using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using KpiPlatform.Cli.Running;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Backups;

/// <summary>Brings an installation that is down back to a moment. What it replaces is kept under another name.</summary>
internal sealed class Restore(Home home, BackupFolder from, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(12);

    /// <param name="to">Null: as far as the archived write-ahead log goes.</param>
    /// <returns>The backup it began with, what was brought back beside the database, and where the old data is.</returns>
    public async Task<(string Backup, IReadOnlyList<string> Files, string? Before)> RunAsync(DateTimeOffset? to, CancellationToken cancellation)
    {
        if (RunState.Load(home) is { } state && (state.Supervisor.IsAlive || Leftovers.Of(state).Count > 0))
            throw new CommandException("It is up: ./kpi down first.");
        var (folder, note) = Choose(to);
        if (File.Exists(Path.Combine(home.Folder, "servers.json")) && ServerBook.Load(home.Folder).Id != note.Installation)
            throw new CommandException($"{home.Folder} belongs to another installation than the backup. Set KPI_HOME to an empty folder, or to the backup's own.");
        var suffix = time.GetUtcNow().ToString("'.before-restore-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var files = HomeFiles.Restore(home, folder, suffix);
        var book = ServerBook.Load(home.Folder);
        var place = await ServerPlace.PrepareAsync(home.Folder, "postgres", book);
        book.Save(home.Folder);
        return (folder, files, await DatabaseAsync(Path.Combine(folder, "postgres"), to, place, book, suffix, cancellation));
    }

    private (string Folder, BackupNote Note) Choose(DateTimeOffset? to)
    {
        var all = from.All();
        var fit = all.Where(b => to is null || b.Note.FinishedAt <= to).ToList();
        if (fit.Count > 0) return fit[^1];
        throw new CommandException(all.Count == 0
            ? $"There is no backup in {from.Path}."
            : string.Create(CultureInfo.InvariantCulture, $"No backup in {from.Path} is from before {to:u}; the oldest was ready at {all[0].Note.FinishedAt:u}."));
    }

    private async Task<string?> DatabaseAsync(string backup, DateTimeOffset? to, ServerPlace place, ServerBook book, string suffix, CancellationToken cancellation)
    {
        var (data, before) = (Path.Combine(place.Folder, "data"), Path.Combine(place.Folder, "data" + suffix));
        var had = Directory.Exists(data);
        if (had) Directory.Move(data, before);
        try
        {
            await UnpackAsync(backup, data, cancellation);
            if (place.Account is { } account) await account.OwnAsync(data);
            await RecoverAsync(to, place, book, cancellation);
            return had ? before : null;
        }
        catch
        {
            // As it was: a restore that fails must not cost the little that was left.
            if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
            if (had) Directory.Move(before, data);
            throw;
        }
    }

    private static async Task UnpackAsync(string backup, string data, CancellationToken cancellation)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var (archive, folder) in new[] { ("base.tar.gz", data), ("pg_wal.tar.gz", Path.Combine(data, "pg_wal")) })
        {
            Directory.CreateDirectory(folder, ownerOnly);
            await using var file = File.OpenRead(Path.Combine(backup, archive));
            await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            await TarFile.ExtractToDirectoryAsync(unpacked, folder, overwriteFiles: true, cancellation);
        }

        await File.WriteAllTextAsync(Path.Combine(data, "recovery.signal"), "", cancellation);
    }

    /// <summary>PostgreSQL reads the write-ahead log up to the moment, makes an end of it, and is stopped again: ./kpi up starts it like always.</summary>
    private async Task RecoverAsync(DateTimeOffset? to, ServerPlace place, ServerBook book, CancellationToken cancellation)
    {
        var programs = Discovery.OfThisMachine().Postgres() ?? throw new CommandException("PostgreSQL's programs are not here; ./kpi doctor says where they are looked for.");
        var postgres = new PrivatePostgres(programs, place, book);
        string[] settings = [$"restore_command=cp \"{from.Wal}/%f\" \"%p\"", "recovery_target_action=promote", .. to is { } at
            ? [string.Create(CultureInfo.InvariantCulture, $"recovery_target_time={at.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}+00")] : Array.Empty<string>()];
        try
        {
            await postgres.StartAsync(settings, Patience, cancellation);
            while (!await IsRecoveredAsync(Path.Combine(programs, "pg_controldata"), Path.Combine(place.Folder, "data"), cancellation))
            {
                if (!postgres.Process!.IsAlive) throw new CommandException($"The moment cannot be reached. PostgreSQL's log ({place.Log}) ends with:\n{LogFile.Tail(place.Log)}");
                await Task.Delay(100, cancellation);
            }
        }
        finally
        {
            await postgres.StopAsync();
        }
    }

    // It answers readers before; stopped then, it would go on recovering at the next start.
    private static async Task<bool> IsRecoveredAsync(string controlData, string data, CancellationToken cancellation) =>
        (await Shell.RunAsync([controlData, "-D", data], new Dictionary<string, string?>(StringComparer.Ordinal) { ["LC_ALL"] = "C" }, cancellation: cancellation))
            .Output.Split('\n').Any(line => line.StartsWith("Database cluster state:", StringComparison.Ordinal) && line.EndsWith("in production", StringComparison.Ordinal));
}
