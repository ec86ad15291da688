using System.Globalization;
using System.Text.Json;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Backups;

/// <summary>One backup of the whole installation.</summary>
/// <param name="Installation">Of <see cref="ServerBook.Id"/>.</param>
/// <param name="FinishedAt">The earliest time that can be restored from it.</param>
internal sealed record BackupNote(string Installation, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, long Bytes);

/// <summary>
/// Where backups are (KPI_BACKUP, on another disk): a folder each, and beside them the database's write-ahead log since the oldest, with which a backup
/// becomes any later moment.
/// </summary>
internal sealed record BackupFolder(string Path)
{
    private const string Prefix = "backup-";
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public string Wal => System.IO.Path.Combine(Path, "wal");

    public static string? Given => Environment.GetEnvironmentVariable("KPI_BACKUP") is { Length: > 0 } path ? System.IO.Path.GetFullPath(path) : null;

    public static BackupFolder At(string? path) => new(path is { Length: > 0 } ? System.IO.Path.GetFullPath(path) : Given
        ?? throw new CommandException("Where? --folder DIR, or KPI_BACKUP: a folder on another disk than KPI_HOME.", ExitCodes.Usage));

    /// <summary>The complete ones, oldest first.</summary>
    public IReadOnlyList<(string Folder, BackupNote Note)> All() => !Directory.Exists(Path) ? [] : [.. Directory.GetDirectories(Path, Prefix + "*")
        .Select(folder => (Folder: folder, Note: Read(folder))).Where(b => b.Note is not null).Select(b => (b.Folder, b.Note!)).OrderBy(b => b.Item2.FinishedAt)];

    /// <summary>Half a backup has another name, and is not found by <see cref="All"/>.</summary>
    public string Begin(DateTimeOffset now) => Directory.CreateDirectory(System.IO.Path.Combine(Path, "new-" + Name(now)),
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    public string Complete(string begun, BackupNote note)
    {
        PrivateFile.Write(System.IO.Path.Combine(begun, "backup.json"), JsonSerializer.Serialize(note, Json));
        var done = System.IO.Path.Combine(Path, Prefix + Name(note.StartedAt));
        Directory.Move(begun, done);
        return done;
    }

    /// <summary>The folder of the write-ahead log, which the database's account writes to.</summary>
    public async Task<string> PrepareWalAsync(Account? account)
    {
        const UnixFileMode pass = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (Wal.AsSpan().IndexOfAny("'\"%\\") >= 0)
            throw new CommandException($"KPI_BACKUP={Path}: no quotes, % or backslashes, please; PostgreSQL's archive_command holds it.", ExitCodes.Usage);
        if (!Directory.Exists(Path)) Directory.CreateDirectory(Path, own | pass);
        Directory.CreateDirectory(Wal, own);
        if (account is null) return Wal;
        await account.OwnAsync(Wal);
        return await account.CanReachAsync(Wal) ? Wal
            : throw new CommandException($"The account {account.Name}, under which the database runs, cannot enter {Wal}. Make the folders above it executable for others (chmod o+x), or choose another KPI_BACKUP.");
    }

    private static string Name(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH-mm-ss'Z'", CultureInfo.InvariantCulture);

    private static BackupNote? Read(string folder)
    {
        var file = System.IO.Path.Combine(folder, "backup.json");
        return File.Exists(file) ? JsonSerializer.Deserialize<BackupNote>(File.ReadAllText(file), Json) : null;
    }
}
