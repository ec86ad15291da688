using System.Diagnostics;
using System.Text.Json;
using KpiPlatform.Aggregator.Observing;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Platform.Bus;
using MassTransit;
using Npgsql;

namespace KpiPlatform.Aggregator.Notices;

/// <summary>Puts notices on the bus, in the order in which they were made. A crash between the broker's confirmation and the commit publishes them again.</summary>
internal sealed class Announcements(NpgsqlDataSource database, IBus bus, TimeProvider clock)
{
    private const int AtOnce = 100;
    private const string TakeSql = "select id, body from notices where published_at is null order by made_at limit $1 for update skip locked";
    private const string SettleSql = "update notices set published_at = $2 where id = any ($1)";
    private const string SweepSql = "delete from notices where made_at < $1 and published_at is not null";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long what is done can be looked at; the longest a delivery is tried, and more than a change stays news.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <returns>How many there were.</returns>
    public async Task<int> PublishAsync(CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        await using var transaction = await db.BeginTransactionAsync(ct);
        var notices = await TakeAsync(db, ct);
        if (notices.Count == 0) return 0;
        using var activity = WorkTelemetry.Start("publish " + BusNames.Notices, ActivityKind.Producer)?.SetTag("messaging.system", "rabbitmq")
            .SetTag("messaging.destination.name", BusNames.Notices).SetTag("messaging.batch.message_count", notices.Count);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        await Task.WhenAll(notices.Select(n => bus.Publish(n, patience.Token))).WaitAsync(Patience, clock, ct);
        await using var settle = new NpgsqlCommand(SettleSql, db) { Parameters = { new() { Value = notices.Select(n => n.Id).ToArray() }, new() { Value = clock.GetUtcNow().UtcDateTime } } };
        await settle.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        WorkTelemetry.Notice("published", notices.Count);
        return notices.Count;
    }

    /// <summary>Forgets what was said long ago.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        await using var sweep = database.CreateCommand(SweepSql);
        sweep.Parameters.Add(new() { Value = (clock.GetUtcNow() - Kept).UtcDateTime });
        await sweep.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<SlaStateChanged>> TakeAsync(NpgsqlConnection db, CancellationToken ct)
    {
        var notices = new List<SlaStateChanged>();
        await using var take = new NpgsqlCommand(TakeSql, db) { Parameters = { new() { Value = AtOnce } } };
        await using var rows = await take.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) notices.Add(JsonSerializer.Deserialize<SlaStateChanged>(rows.GetString(1))!);
        return notices;
    }
}
