using System.Diagnostics;
using System.Text.Json;
using KpiPlatform.Cli.Servers;

namespace KpiPlatform.Cli.Keys;

/// <summary>The keys file on disk: changed under a lock, replaced as a whole, readable by its owner only.</summary>
internal sealed class KeysFile(string path)
{
    public KeysDocument Read() => File.Exists(path)
        ? JsonSerializer.Deserialize<KeysDocument>(File.ReadAllText(path), KeysDocument.Json)
            ?? throw new CommandException($"{path} is empty; remove it or restore it from a backup.")
        : new KeysDocument();

    public async Task<T> ChangeAsync<T>(Func<KeysDocument, (KeysDocument Next, T Result)> change)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await using var held = await LockAsync();
        var (next, result) = change(Read());
        PrivateFile.Write(path, JsonSerializer.Serialize(next, KeysDocument.Json));
        return result;
    }

    /// <summary>Writes an empty file when there is none, so that the services have something to read.</summary>
    public Task EnsureAsync() => File.Exists(path) ? Task.CompletedTask : ChangeAsync(document => (document, true));

    private async Task<FileStream> LockAsync()
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                return new FileStream(path + ".lock", new FileStreamOptions
                { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = PrivateFile.OwnerOnly });
            }
            catch (IOException) when (since.Elapsed < TimeSpan.FromSeconds(10))
            {
                // Another `kpi keys` is at it; it takes milliseconds.
            }
        }
    }
}
