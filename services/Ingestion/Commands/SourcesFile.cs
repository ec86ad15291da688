using System.Diagnostics;
using System.Text.Json;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Commands;

/// <summary>The sources file on disk: changed under a lock, replaced as a whole, readable by its owner only from its first byte.</summary>
internal sealed class SourcesFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where ./kpi or the environment says it is.</summary>
    public static SourcesFile OfEnvironment => new(Environment.GetEnvironmentVariable("KPI_SOURCES_FILE") is { Length: > 0 } path
        ? Path.GetFullPath(path)
        : throw new CommandException("KPI_SOURCES_FILE is not set: it must be the path of the sources file. ./kpi sources sets it."));

    /// <summary>Where paths in the file start from.</summary>
    public string Folder => Path.GetDirectoryName(path)!;

    public ConnectionFile Read()
    {
        try
        {
            return File.Exists(path) ? ConnectionFile.Parse(File.ReadAllBytes(path)) : ConnectionFile.Empty;
        }
        catch (JsonException e)
        {
            throw new CommandException($"{path} is not a sources file (line {e.LineNumber + 1}); mend it or restore it from a backup.");
        }
    }

    public async Task<T> ChangeAsync<T>(Func<ConnectionFile, (ConnectionFile Next, T Result)> change)
    {
        Directory.CreateDirectory(Folder);
        await using var held = await LockAsync();
        var (next, result) = change(Read());
        Write(JsonSerializer.SerializeToUtf8Bytes(next, ConnectionFile.Json));
        return result;
    }

    private void Write(byte[] content)
    {
        var next = $"{path}.{Environment.ProcessId}.new";
        File.Delete(next);
        using (var stream = new FileStream(next, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    private async Task<FileStream> LockAsync()
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                return new FileStream(path + ".lock", new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly });
            }
            catch (IOException) when (since.Elapsed < TimeSpan.FromSeconds(10))
            {
                // Another `./kpi sources` is at it; it takes milliseconds.
            }
        }
    }
}
