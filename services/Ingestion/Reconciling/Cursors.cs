using System.Text.Json;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Ingestion.Reconciling;

/// <summary>Until when everything has been pulled, a file a connection: <c>{KPI_INGESTION_HOME}/reconciliation/{connection}.json</c>, replaced as a whole.</summary>
internal sealed class Cursors(IConfiguration configuration)
{
    private string Folder => Path.Combine(configuration.Required("KPI_INGESTION_HOME", "the folder ingestion keeps its spool and cursors in"), "reconciliation");

    /// <summary>Null before the first pull. Throws <see cref="PullException"/> when the file cannot be read: to begin again without being told would hide it.</summary>
    public DateTimeOffset? Read(string connection)
    {
        var file = FileOf(connection);
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<Cursor>(File.ReadAllBytes(file), JsonSerializerOptions.Web)?.Through ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new PullException($"the cursor {file} cannot be read; remove it to pull the last day anew", e);
        }
    }

    public void Save(string connection, DateTimeOffset through)
    {
        var file = FileOf(connection);
        try
        {
            Directory.CreateDirectory(Folder);
            using (var writing = new FileStream(file + ".new", FileMode.Create, FileAccess.Write))
            {
                JsonSerializer.Serialize(writing, new Cursor(through), JsonSerializerOptions.Web);
                writing.Flush(flushToDisk: true);
            }

            File.Move(file + ".new", file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PullException($"the cursor {file} cannot be written", e);
        }
    }

    /// <summary>An id comes from a file that people may edit.</summary>
    private string FileOf(string connection) => connection.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        ? Path.Combine(Folder, connection + ".json")
        : throw new PullException("the connection's id has characters that cannot be in a file's name");

    /// <param name="Through">Every event until then has been made durable.</param>
    private sealed record Cursor(DateTimeOffset Through);
}
