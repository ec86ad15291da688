using System.Diagnostics;
using System.Security.Cryptography;
using KpiPlatform.Aggregator.Observing;
using KpiPlatform.Aggregator.Storage;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Aggregator.Notices;

/// <summary>A notice that a webhook is to be told.</summary>
internal sealed record Delivery(string Notice, string Workspace, string Webhook, int Attempts, DateTimeOffset MadeAt, string Body, string Url, string Secret);

/// <summary>
/// Delivers what is due, one delivery a transaction, each webhook one at a time: its lane is locked meanwhile, and other workers and other aggregators
/// skip it. A crash between the POST and the commit sends the same notice again, under the same webhook-id.
/// </summary>
internal sealed class Deliveries(NpgsqlDataSource database, WebhookClient client, TimeProvider clock)
{
    private const string DisableSql = "update webhooks set disabled_at = $3, disabled_because = $4 where workspace = $1 and id = $2 and disabled_at is null";
    private const string StopSql = "update deliveries set next_at = null, gave_up_at = $3, failure = coalesce(failure, $4) where workspace = $1 and webhook = $2 and next_at is not null";
    private static readonly string LaneSql = SqlFile.Read("Notices.Sql.take_lane");
    private static readonly string TakeSql = SqlFile.Read("Notices.Sql.take_delivery");
    private static readonly string SettleSql = SqlFile.Read("Notices.Sql.settle_delivery");

    /// <summary>Delivers one; false when nothing is due that is not under way elsewhere.</summary>
    public async Task<bool> DeliverOneAsync(CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        await using var transaction = await db.BeginTransactionAsync(ct);
        if (await ReadAsync(db, LaneSql, rows => (Workspace: rows.GetString(0), Webhook: rows.GetString(1)), [], ct) is not { Webhook: not null } lane) return false;
        var delivery = await ReadAsync(db, TakeSql, Taken, [lane.Workspace, lane.Webhook], ct);
        // Whoever had the lane before may have done it meanwhile: another look tells.
        if (delivery is null) return true;
        using var activity = WorkTelemetry.Start("deliver notice")?.SetTag("kpi.notice.attempt", delivery.Attempts + 1);
        var outcome = await client.PostAsync(delivery, ct);
        var word = await SettleAsync(db, delivery, outcome, ct);
        await transaction.CommitAsync(ct);
        activity?.SetTag("kpi.outcome", word).SetStatus(outcome.Failure is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        WorkTelemetry.Notice(word);
        return true;
    }

    private static Delivery Taken(NpgsqlDataReader rows) =>
        new(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt32(3), rows.GetFieldValue<DateTimeOffset>(4), rows.GetString(5), rows.GetString(6), rows.GetString(7));

    private async Task<T?> ReadAsync<T>(NpgsqlConnection db, string sql, Func<NpgsqlDataReader, T> read, object[] names, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, db) { Parameters = { new() { Value = clock.GetUtcNow().UtcDateTime } } };
        foreach (var name in names) command.Parameters.Add(new() { Value = name });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? read(rows) : default;
    }

    /// <returns>What became of it: delivered, failed or abandoned.</returns>
    private async Task<string> SettleAsync(NpgsqlConnection db, Delivery delivery, Outcome outcome, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var next = outcome.Failure is null || outcome.IsGone ? null : Backoff.Next(delivery.MadeAt, delivery.Attempts + 1, now, RandomNumberGenerator.GetInt32(1000) / 1000.0);
        DateTime? deliveredAt = outcome.Failure is null ? now.UtcDateTime : null;
        DateTime? gaveUpAt = outcome.Failure is not null && next is null ? now.UtcDateTime : null;
        await using var settle = new NpgsqlCommand(SettleSql, db)
        {
            Parameters =
            {
                new() { Value = delivery.Notice }, new() { Value = delivery.Workspace }, new() { Value = delivery.Webhook },
                Time(next?.UtcDateTime), Time(deliveredAt), Time(gaveUpAt),
                new() { Value = (object?)outcome.Failure ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await settle.ExecuteNonQueryAsync(ct);
        var word = deliveredAt is not null ? "delivered" : gaveUpAt is not null ? "abandoned" : "failed";
        if (!outcome.IsGone) return word;
        foreach (var sql in (string[])[DisableSql, StopSql])
        {
            await using var end = new NpgsqlCommand(sql, db)
            {
                Parameters = { new() { Value = delivery.Workspace }, new() { Value = delivery.Webhook }, new() { Value = now.UtcDateTime }, new() { Value = "the receiver answered 410: it wants no more" } },
            };
            await end.ExecuteNonQueryAsync(ct);
        }

        return word;
    }

    private static NpgsqlParameter Time(DateTime? at) => new() { Value = (object?)at ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
