using System.Diagnostics.Metrics;
using KpiPlatform.Platform.Hosting;
using Npgsql;

namespace KpiPlatform.Aggregator.Observing;

/// <summary>Shows how much waits in the database: asked every few seconds, and only when somebody is told.</summary>
internal sealed class StoreWatch(NpgsqlDataSource database, TimeProvider clock) : BackgroundService
{
    private const string Sql = """
        select (select count(*) from quarantine),
               (select count(*) from notices where published_at is null),
               (select count(*) from deliveries where next_at is not null)
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private volatile Sizes? sizes;

    /// <summary>Adds the watch where telemetry is on.</summary>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        if (Telemetry.IsOn(configuration)) services.AddHostedService<StoreWatch>();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Observed.Meter.CreateObservableGauge("kpi.quarantine.size", () => Told(s => ("event", s.Quarantined)), "{item}", "What is in quarantine.");
        Observed.Meter.CreateObservableGauge("kpi.notices.waiting", () => Told(s => ("bus", s.Unpublished)).Concat(Told(s => ("webhook", s.Undelivered))), "{notice}", "Notices that have not arrived yet.");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                sizes = await ReadAsync(stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // What is not known is not told; that the database is away others say.
                sizes = null;
            }

            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Sizes> ReadAsync(CancellationToken ct)
    {
        await using var ask = database.CreateCommand(Sql);
        await using var rows = await ask.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return new Sizes(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
    }

    private IEnumerable<Measurement<long>> Told(Func<Sizes, (string Kind, long N)> what)
    {
        if (sizes is not { } known) yield break;
        var (kind, n) = what(known);
        yield return new Measurement<long>(n, new KeyValuePair<string, object?>("kpi.kind", kind));
    }

    private sealed record Sizes(long Quarantined, long Unpublished, long Undelivered);
}
