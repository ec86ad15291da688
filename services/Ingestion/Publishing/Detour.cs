namespace KpiPlatform.Ingestion.Publishing;

/// <summary>
/// Whether events go over the disk: taken as soon as the broker does not confirm, so that only the first requests wait for it, and left when the
/// spool is as good as empty again.
/// </summary>
internal sealed class Detour(ILogger<Detour> logger) : IDisposable
{
    private volatile CancellationTokenSource way = new();

    public bool IsTaken => way.IsCancellationRequested;

    /// <summary>Cancelled when the detour is taken: who waits for the broker then need not wait on.</summary>
    public CancellationToken Taken => way.Token;

    public void Take(string reason)
    {
        var current = way;
        if (current.IsCancellationRequested) return;
        logger.LogWarning("Events go to the spool until the broker takes them again: {Reason}", reason);
        // Not here and now: a thousand requests may wait.
        _ = current.CancelAsync();
    }

    public void Leave()
    {
        if (!IsTaken) return;
        way = new CancellationTokenSource();
        logger.LogInformation("Events go to the broker again");
    }

    public void Dispose() => way.Dispose();
}
