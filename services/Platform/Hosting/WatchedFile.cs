using Microsoft.Extensions.Logging;

namespace KpiPlatform.Platform.Hosting;

/// <summary>
/// A file of settings, read again when it changes: its time and length are looked at every 300 ms, which also sees atomic replacement, and a link that
/// leads elsewhere now (a Secret mounted by Kubernetes is one through a folder that is a link too, and only that one is swapped).
/// A file that cannot be read keeps the last good state and is complained about once per change.
/// </summary>
public sealed class WatchedFile<T> : IDisposable where T : class
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly string name;
    private readonly string path;
    private readonly Func<byte[], T> read;
    private readonly ILogger logger;
    private readonly ITimer timer;
    private readonly Lock reading = new();
    private (DateTime Written, long Length) seen;
    private volatile T current;

    /// <param name="name">As the log calls it, e.g. "keys file".</param>
    /// <param name="empty">The state until a good file was read.</param>
    /// <param name="read">The file's bytes as a state; throws when they make none.</param>
    public WatchedFile(string name, string path, T empty, Func<byte[], T> read, TimeProvider time, ILogger logger)
    {
        (this.name, this.path, current, this.read, this.logger) = (name, path, empty, read, logger);
        Refresh();
        timer = time.CreateTimer(static file => ((WatchedFile<T>)file!).Refresh(), this, Interval, Interval);
    }

    /// <summary>What the file said when it was last good.</summary>
    public T Current => current;

    /// <summary>True once a good file has been read.</summary>
    public bool Loaded { get; private set; }

    public void Dispose() => timer.Dispose();

    /// <summary>Looks now instead of at the next interval.</summary>
    internal void Refresh()
    {
        lock (reading)
        {
            try
            {
                var file = Target();
                var now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
                if (now == seen) return;
                seen = now;
                if (now == default)
                {
                    logger.LogError("The {File} is gone; what was read last stays in force", name);
                    return;
                }

                current = read(File.ReadAllBytes(path));
                Loaded = true;
                logger.LogInformation("Read the {File}", name);
            }
            catch (Exception e) when (e is System.Text.Json.JsonException or FormatException or IOException or UnauthorizedAccessException or ArgumentException or NullReferenceException)
            {
                logger.LogError("The {File} cannot be used, what was read last stays in force: {Reason}", name, e.Message);
            }
        }
    }

    /// <summary>Where the path leads: a link has a time and length of its own, which stay.</summary>
    private FileInfo Target()
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
    }
}
