using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Platform.Hosting;
using KpiPlatform.Platform.Keys;

namespace KpiPlatform.Ingestion.Webhooks;

/// <summary>The sources file, followed as it changes. Without <c>KPI_SOURCES_FILE</c> no vendor may send.</summary>
internal sealed class ConnectionBook(IConfiguration configuration, KeyRing keys, TimeProvider time, ILogger<ConnectionBook> logger) : IDisposable
{
    private static readonly IReadOnlyList<Connection> None = [];

    private readonly WatchedFile<IReadOnlyList<Connection>>? file = configuration["KPI_SOURCES_FILE"] is { Length: > 0 } path
        ? new WatchedFile<IReadOnlyList<Connection>>("sources file", path, None, bytes => Open(ConnectionFile.Parse(bytes), Path.GetDirectoryName(Path.GetFullPath(path))!, logger), time, logger)
        : null;

    private volatile Bound? bound;

    /// <summary>The connections a request for this source and workspace may come from; none is as good as an unknown source.</summary>
    public IReadOnlyList<Connection> For(string source, string workspace) =>
        [.. All.Where(connection => connection.Source == source && connection.Workspace.Name == workspace)];

    /// <summary>Every connection in force whose workspace is in the keys file.</summary>
    public IReadOnlyList<Connection> All
    {
        get
        {
            var (read, state) = (file?.Current ?? None, keys.State);
            if (bound is { } known && ReferenceEquals(known.Read, read) && ReferenceEquals(known.Keys, state)) return known.Connections;
            // A workspace may come to the keys file after its connection came to this one.
            var connections = read.Select(connection => keys.FindWorkspace(connection.Workspace.Name) is { } workspace ? connection with { Workspace = workspace } : null).OfType<Connection>().ToList();
            bound = new Bound(read, state, connections);
            return connections;
        }
    }

    public void Dispose() => file?.Dispose();

    /// <summary>
    /// Reads every secret, so that a file that names a missing one is refused as a whole and the last good one stays in force. What else is wrong with
    /// a connection only stops that one. Of its workspace only the name is known yet.
    /// </summary>
    private static List<Connection> Open(ConnectionFile file, string folder, ILogger logger)
    {
        var connections = file.Connections.Where(entry => entry.RemovedAt is null).Select(entry => entry.Open(new Workspace(entry.Workspace, []), folder)).ToList();
        foreach (var connection in connections)
        {
            if (SourceCatalogue.Find(connection.Source) is not { } source) logger.LogError("Connection {Connection}: there is no source {Source}", connection.Id, connection.Source);
            else if (source.Problem(connection) is { } problem) logger.LogError("Connection {Connection} cannot be used: {Problem}", connection.Id, problem);
        }

        return connections;
    }

    /// <summary>The connections of one state of both files.</summary>
    private sealed record Bound(IReadOnlyList<Connection> Read, object Keys, IReadOnlyList<Connection> Connections);
}
