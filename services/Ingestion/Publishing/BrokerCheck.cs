using System.Diagnostics.CodeAnalysis;
using KpiPlatform.Platform.Bus;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>Ready when events can be made durable now: all queues are there and the broker takes publishes. Asked of the broker at most once a second.</summary>
internal sealed class BrokerCheck(PublishSettings settings, Topology topology, TimeProvider time) : IHealthCheck, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private readonly SemaphoreSlim one = new(1);
    private (HealthCheckResult Result, long At)? last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!topology.IsDeclared) return HealthCheckResult.Unhealthy("The exchanges and queues are not declared yet.");
        await one.WaitAsync(cancellationToken);
        try
        {
            if (last is { } known && time.GetElapsedTime(known.At) < TimeSpan.FromSeconds(1)) return known.Result;
            var result = await AskAsync();
            last = (result, time.GetTimestamp());
            return result;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Any failure means the same here.")]
    private async Task<HealthCheckResult> AskAsync()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            // The client's own waits do not all heed the token.
            await BusTopology.CheckAsync(settings.Broker, settings.Partitions, patience.Token).WaitAsync(Patience, time, CancellationToken.None);
            return HealthCheckResult.Healthy("The broker takes events.");
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The broker does not answer or takes no publishes (paused, or in disk or memory alarm).");
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == RabbitMQ.Client.Constants.NotFound)
        {
            topology.Missing();
            return HealthCheckResult.Unhealthy("An exchange or queue is missing.");
        }
        catch (Exception)
        {
            return HealthCheckResult.Unhealthy("The broker cannot be reached.");
        }
    }
}
