using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Commands;

/// <summary>Finding and changing connections of a sources file.</summary>
internal static class Connections
{
    public static ConnectionFile.Entry Find(ConnectionFile file, string id) =>
        file.Connections.FirstOrDefault(each => each.Id == id && each.RemovedAt is null) ?? throw new CommandException($"There is no connection {id}; see ./kpi sources list");

    public static ConnectionFile Replace(ConnectionFile file, string id, Func<ConnectionFile.Entry, ConnectionFile.Entry> change) =>
        new([.. file.Connections.Select(each => each.Id == id ? change(each) : each)]);

    /// <summary>Those in force.</summary>
    public static IEnumerable<ConnectionFile.Entry> Active(ConnectionFile file) => file.Connections.Where(each => each.RemovedAt is null);

    /// <summary>What is wrong with a connection; null when nothing is.</summary>
    public static string? Problem(ConnectionFile.Entry entry, string folder)
    {
        if (Sources.SourceCatalogue.Find(entry.Source) is not { } source) return $"there is no source {entry.Source}";
        try
        {
            var connection = entry.Open(new Platform.Keys.Workspace("", []), folder);
            return source.Problem(connection) ?? (connection.Secrets.Count == 0 ? "it has no secret yet, so nothing is let in" : null);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
