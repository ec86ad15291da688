using KpiPlatform.Platform.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace KpiPlatform.Platform.Keys;

/// <summary>The keys file (<c>KPI_KEYS_FILE</c>), followed as it changes.</summary>
public sealed class KeyRing(IConfiguration configuration, TimeProvider time, ILogger<KeyRing> logger) : IDisposable
{
    private readonly WatchedFile<KeyTable> file = new(
        "keys file", configuration.Required("KPI_KEYS_FILE", "the path of the keys file that ./kpi keys writes"),
        KeyTable.Empty, bytes => KeyTable.Of(KeyFile.Parse(bytes)), time, logger);

    /// <summary>True once a good file has been read.</summary>
    public bool Loaded => file.Loaded;

    /// <summary>The secrets webhooks may be signed with now, of all workspaces.</summary>
    public IReadOnlyList<SigningSecret> SigningSecrets => file.Current.SigningSecrets;

    /// <summary>The same object until the file says something else: for what is derived from it.</summary>
    public object State => file.Current;

    /// <summary>Whose key this is; null when it is unknown or revoked.</summary>
    public Caller? Find(string key) => file.Current.Find(key);

    public IReadOnlyCollection<Workspace> Workspaces => file.Current.Workspaces;

    /// <summary>Null when the keys file has no workspace of this name.</summary>
    public Workspace? FindWorkspace(string name) => file.Current.FindWorkspace(name);

    public void Dispose() => file.Dispose();

    internal void Refresh() => file.Refresh();
}
