using System.Diagnostics.CodeAnalysis;
using KpiPlatform.Platform.Bus;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>Asks the broker whether it takes events now: all queues are there, and it reads publishes. At most once a second.</summary>
internal sealed class BrokerProbe(PublishSettings settings, Topology topology, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private readonly SemaphoreSlim one = new(1);
    private (string? Obstacle, long At)? last;

    /// <summary>What keeps it from taking events; null when it does.</summary>
    public async Task<string?> ObstacleAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            if (last is { } known && time.GetElapsedTime(known.At) < TimeSpan.FromSeconds(1)) return known.Obstacle;
            var obstacle = await AskAsync();
            last = (obstacle, time.GetTimestamp());
            return obstacle;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Any failure means the same here.")]
    private async Task<string?> AskAsync()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            // The client's own waits do not all heed the token.
            await BusTopology.CheckAsync(settings.Broker, settings.Partitions, patience.Token).WaitAsync(Patience, time, CancellationToken.None);
            return null;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return "The broker does not answer or takes no publishes (paused, or in disk or memory alarm).";
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == RabbitMQ.Client.Constants.NotFound)
        {
            topology.Missing();
            return "An exchange or queue is missing.";
        }
        catch (Exception)
        {
            return "The broker cannot be reached.";
        }
    }
}
