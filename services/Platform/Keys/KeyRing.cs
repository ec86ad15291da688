using KpiPlatform.Platform.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace KpiPlatform.Platform.Keys;

/// <summary>
/// The keys file (<c>KPI_KEYS_FILE</c>), read again when it changes: its time and length are looked at every 300 ms, which also sees
/// atomic replacement. A file that cannot be read keeps the last good one and is complained about once per change.
/// </summary>
public sealed class KeyRing : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly string path;
    private readonly ILogger<KeyRing> logger;
    private readonly ITimer timer;
    private readonly Lock reading = new();
    private (DateTime Written, long Length) seen;
    private volatile KeyTable table = KeyTable.Empty;

    public KeyRing(IConfiguration configuration, TimeProvider time, ILogger<KeyRing> logger)
    {
        path = configuration.Required("KPI_KEYS_FILE", "the path of the keys file that ./kpi keys writes");
        this.logger = logger;
        Refresh();
        timer = time.CreateTimer(static ring => ((KeyRing)ring!).Refresh(), this, Interval, Interval);
    }

    /// <summary>True once a good file has been read.</summary>
    public bool Loaded { get; private set; }

    /// <summary>The secrets webhooks may be signed with now, of all workspaces.</summary>
    public IReadOnlyList<SigningSecret> SigningSecrets => table.SigningSecrets;

    /// <summary>Whose key this is; null when it is unknown or revoked.</summary>
    public Caller? Find(string key) => table.Find(key);

    public void Dispose() => timer.Dispose();

    internal void Refresh()
    {
        lock (reading)
        {
            try
            {
                var file = new FileInfo(path);
                var now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
                if (now == seen && Loaded) return;
                var changed = now != seen;
                seen = now;
                if (now == default)
                {
                    if (changed) logger.LogError("The keys file is gone; the keys read last stay in force");
                    return;
                }

                if (!changed) return;
                table = KeyTable.Of(KeyFile.Parse(File.ReadAllBytes(path)));
                Loaded = true;
                logger.LogInformation("Read {Keys} keys and {Secrets} signing secrets", table.Count, table.SigningSecrets.Count);
            }
            catch (Exception e) when (e is System.Text.Json.JsonException or FormatException or IOException or UnauthorizedAccessException or ArgumentException or NullReferenceException)
            {
                logger.LogError("The keys file cannot be used, the keys read last stay in force: {Reason}", e.Message);
            }
        }
    }
}
