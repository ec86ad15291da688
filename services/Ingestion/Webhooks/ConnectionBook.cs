using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>The sources file, followed as it changes. Without <c>KPI_SOURCES_FILE</c> no vendor may send.</summary>
internal sealed class ConnectionBook(IConfiguration configuration, KeyRing keys, TimeProvider time, ILogger<ConnectionBook> logger) : IDisposable
{
    private readonly WatchedFile<ConnectionFile>? file = configuration["KPI_SOURCES_FILE"] is { Length: > 0 } path
        ? new WatchedFile<ConnectionFile>("sources file", path, ConnectionFile.Empty, bytes => Checked(ConnectionFile.Parse(bytes), FolderOf(path), logger), time, logger)
        : null;

    private readonly string folder = FolderOf(configuration["KPI_SOURCES_FILE"]);

    private volatile Opened? opened;

    /// <summary>The connections a request for this source and workspace may come from; none is as good as an unknown source.</summary>
    public IReadOnlyList<Connection> For(string source, string workspace) =>
        [.. All.Where(connection => connection.Source == source && connection.Workspace.Name == workspace)];

    /// <summary>Every connection in force whose workspace is in the keys file.</summary>
    public IReadOnlyList<Connection> All
    {
        get
        {
            var current = file?.Current ?? ConnectionFile.Empty;
            if (opened is { } known && ReferenceEquals(known.File, current) && known.IsWhole) return known.Connections;
            // A workspace may come to the keys file after its connection came to this one.
            var entries = current.Connections.Where(entry => entry.RemovedAt is null).ToList();
            var connections = entries.Select(entry => keys.FindWorkspace(entry.Workspace) is { } workspace ? entry.Open(workspace, folder) : null).OfType<Connection>().ToList();
            opened = new Opened(current, connections, connections.Count == entries.Count);
            return connections;
        }
    }

    public void Dispose() => file?.Dispose();

    /// <summary>
    /// Reads every secret once, so that a file that names a missing one is refused as a whole and the last good one stays in force. What else is wrong with
    /// a connection only stops that one.
    /// </summary>
    private static ConnectionFile Checked(ConnectionFile file, string folder, ILogger logger)
    {
        var nobody = new Workspace("", []);
        foreach (var connection in file.Connections.Where(entry => entry.RemovedAt is null).Select(entry => entry.Open(nobody, folder)))
        {
            if (SourceCatalogue.Find(connection.Source) is not { } source) logger.LogError("Connection {Connection}: there is no source {Source}", connection.Id, connection.Source);
            else if (source.Problem(connection) is { } problem) logger.LogError("Connection {Connection} cannot be used: {Problem}", connection.Id, problem);
        }

        return file;
    }

    private static string FolderOf(string? path) => path is { Length: > 0 } ? Path.GetDirectoryName(Path.GetFullPath(path))! : "";

    private sealed record Opened(ConnectionFile File, IReadOnlyList<Connection> Connections, bool IsWhole);
}
