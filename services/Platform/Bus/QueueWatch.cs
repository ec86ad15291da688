using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KpiPlatform.Platform.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;

namespace KpiPlatform.Platform.Bus;

/// <summary>
/// Shows how many messages wait in each queue, as the broker tells: ready ones, without those that an aggregator has in hand. Every service that has
/// the bus asks, so that it is known as long as one of them runs; asked only when somebody is told.
/// </summary>
public sealed class QueueWatch : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, long> waiting = new(StringComparer.Ordinal);
    private readonly BrokerAddress rabbit;
    private readonly string[] queues;
    private readonly TimeProvider time;

    public QueueWatch(BrokerAddress rabbit, int partitions, IMeterFactory meters, TimeProvider time)
    {
        (this.rabbit, this.time) = (rabbit, time);
        queues = [.. Enumerable.Range(0, partitions).Select(BusNames.Partition), BusNames.Dead];
        meters.Create("KpiPlatform.Bus").CreateObservableGauge("kpi.queue.messages", Waiting, "{message}", "Messages that are ready in a queue.");
    }

    /// <summary>Adds the watch where telemetry is on.</summary>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        if (Telemetry.IsOn(configuration))
            services.AddHostedService(s => new QueueWatch(configuration.RabbitMq(), configuration.Partitions(), s.GetRequiredService<IMeterFactory>(), s.GetRequiredService<TimeProvider>()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // What is not known is not told; that the broker is away others say.
                waiting.Clear();
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        await using var connection = await BusTopology.ConnectAsync(rabbit, ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        while (!ct.IsCancellationRequested)
        {
            foreach (var queue in queues) waiting[queue] = (await channel.QueueDeclarePassiveAsync(queue, ct)).MessageCount;
            await Task.Delay(Interval, time, ct);
        }
    }

    private IEnumerable<Measurement<long>> Waiting() => waiting.Select(queue => new Measurement<long>(queue.Value, new KeyValuePair<string, object?>("messaging.destination.name", queue.Key)));
}
