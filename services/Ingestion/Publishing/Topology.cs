using System.Diagnostics.CodeAnalysis;
using KpiPlatform.Platform.Bus;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>Declares the exchanges and queues at the start, as long as it takes, and again when the broker says one is missing; never per request.</summary>
internal sealed class Topology(PublishSettings settings, ILogger<Topology> logger) : BackgroundService
{
    private readonly SemaphoreSlim missing = new(initialCount: 1, maxCount: 1);

    /// <summary>True when everything was declared and nothing was found missing since.</summary>
    public bool IsDeclared { get; private set; }

    /// <summary>Why it is not, when known.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>True when the broker was set up for something else: waiting does not help.</summary>
    public bool IsWrongBroker { get; private set; }

    /// <summary>A message came back because no queue took it.</summary>
    public void Missing()
    {
        IsDeclared = false;
        lock (missing)
        {
            if (missing.CurrentCount == 0) missing.Release();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        missing.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await missing.WaitAsync(stoppingToken);
                while (!await TryDeclareAsync(stoppingToken)) await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops; the client's own cancellations carry other tokens than ours.
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the reason, it is said and tried again.")]
    private async Task<bool> TryDeclareAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(10));
            await BusTopology.DeclareAsync(settings.Broker, settings.Partitions, patience.Token);
            (IsDeclared, Obstacle, IsWrongBroker) = (true, null, false);
            logger.LogInformation("The exchanges and queues of {Partitions} partitions are declared", settings.Partitions);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Said once per reason, not once a second.
            if (Obstacle != e.Message) logger.LogError("The exchanges and queues cannot be declared, trying on: {Reason}", e.Message);
            (Obstacle, IsWrongBroker) = (e.Message, e is BusTopologyException);
            return false;
        }
    }
}
