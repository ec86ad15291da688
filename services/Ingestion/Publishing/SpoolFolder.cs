using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>The folder of the spool: its owner alone may look into it, and one process at a time has it.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private readonly FileStream inUse;

    /// <summary>Throws <see cref="SettingsException"/> when another process has it.</summary>
    public SpoolFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Database = Path.Combine(folder, "spool.db");
        inUse = Take(Path.Combine(folder, "spool.lock"));
        // Made before SQLite does, so that it and what SQLite puts beside it are its owner's alone.
        if (!File.Exists(Database)) Open(Database, FileMode.CreateNew).Dispose();
    }

    /// <summary>Path of the SQLite file.</summary>
    public string Database { get; }

    public void Dispose() => inUse.Dispose();

    private static FileStream Take(string path)
    {
        try
        {
            return Open(path, FileMode.OpenOrCreate);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new SettingsException($"Another ingestion uses the folder of KPI_INGESTION_HOME; each needs one of its own. {e.Message}");
        }
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
