using System.Globalization;
using KpiPlatform.Query.Observing;
using KpiPlatform.Query.Reading;
using Npgsql;

namespace KpiPlatform.Query.Configuring;

/// <summary>A webhook as it is told: all but its secret, which is told once, when it is made.</summary>
/// <param name="DisabledAt">Since when it gets nothing: its receiver said so with 410. Putting it again starts it anew.</param>
/// <param name="Waiting">Notices that it has not taken yet.</param>
/// <param name="GaveUp">Of the last seven days: those it did not take in three days.</param>
internal sealed record Webhook(string Id, long Revision, string Url, IReadOnlyList<string> Events, DateTimeOffset? DisabledAt, string? DisabledBecause, long Waiting, IReadOnlyList<LostNotice> GaveUp, string? Secret = null)
{
    public string Tag => string.Create(CultureInfo.InvariantCulture, $"\"w{Revision}\"");
}

/// <summary>A notice that a webhook never took.</summary>
internal sealed record LostNotice(string Id, int Attempts, DateTimeOffset GaveUpAt, string Failure);

/// <summary>Webhooks: read as the role that reads, changed as the one that edits. Neither can read a secret.</summary>
internal sealed class WebhookStore : IAsyncDisposable
{
    private const string ListSql =
        """
        select w.id, w.revision, w.url, w.events, w.disabled_at, w.disabled_because,
               (select count(*) from deliveries d where d.workspace = w.workspace and d.webhook = w.id and d.next_at is not null)
        from webhooks w where w.workspace = $1 and ($2 = '' or w.id = $2) order by w.id
        """;

    private const string LostSql = "select notice, attempts, gave_up_at, coalesce(failure, '') from deliveries where workspace = $1 and webhook = $2 and gave_up_at is not null order by made_at desc limit 100";
    private const string PutSql =
        """
        insert into webhooks (workspace, id, revision, url, events, secret) values ($1, $2, nextval('webhook_revisions'), $3, $4, $5)
        on conflict (workspace, id) do update set revision = excluded.revision, url = excluded.url, events = excluded.events, disabled_at = null, disabled_because = null
        returning revision
        """;

    private const string SecretSql = "update webhooks set secret = $3 where workspace = $1 and id = $2";
    private const string LockSql = "select pg_advisory_xact_lock(1802529143)"; // "kpiw"
    private readonly Database reader;
    private readonly NpgsqlDataSource editor;

    public WebhookStore(Databases databases)
    {
        var settings = new NpgsqlConnectionStringBuilder(databases.PrimaryAddress) { ApplicationName = "kpi-query", MaxPoolSize = 2, CommandTimeout = 30 };
        settings.Options = $"{settings.Options} -c role=kpi_editor -c statement_timeout=25000".Trim(); // a delivery under way, of up to 15 s, is waited for
        (reader, editor) = (databases.Primary, Servers.Open(settings, "kpi-editor", TargetSessionAttributes.Primary));
    }

    /// <summary>A workspace's webhooks, in the order of their ids.</summary>
    /// <param name="id">Only this one; all when it is empty.</param>
    public async Task<IReadOnlyList<Webhook>> ReadAsync(string workspace, string id, CancellationToken ct)
    {
        await using var db = await reader.OpenAsync(ct);
        var found = await ReadAsync(db, workspace, id, ct);
        for (var i = 0; i < found.Count; i++) found[i] = found[i] with { GaveUp = await LostAsync(db, workspace, found[i].Id, ct) };
        return found;
    }

    /// <summary>Changes one webhook: nobody else does in between.</summary>
    /// <param name="decide">From the webhook as it is, null when there is none, to what it shall be or the answer to a caller who may not.</param>
    public async Task<(IResult? Refusal, Webhook? Done, bool IsNew)> EditAsync(string workspace, string id, Func<Webhook?, (IResult? Refusal, WebhookDocument? Put)> decide, CancellationToken ct)
    {
        await using var db = await editor.OpenConnectionAsync(ct);
        await using var transaction = await db.BeginTransactionAsync(ct);
        await ExecuteAsync(db, LockSql, [], ct);
        var current = (await ReadAsync(db, workspace, id, ct)).FirstOrDefault();
        var (refusal, put) = decide(current);
        if (refusal is not null) return (refusal, null, false);
        if (put is null) await ExecuteAsync(db, "delete from webhooks where workspace = $1 and id = $2", [workspace, id], ct);
        var done = put is null ? null : await PutAsync(db, workspace, id, put, current, ct);
        await transaction.CommitAsync(ct);
        return (null, done, current is null);
    }

    public ValueTask DisposeAsync() => editor.DisposeAsync();

    private static async Task<Webhook> PutAsync(NpgsqlConnection db, string workspace, string id, WebhookDocument put, Webhook? current, CancellationToken ct)
    {
        var secret = put.Secret ?? (current is null ? WebhookDocument.NewSecret() : null);
        await using var command = new NpgsqlCommand(PutSql, db);
        foreach (var value in (object[])[workspace, id, put.Url, put.Events.ToArray(), secret ?? ""]) command.Parameters.Add(new() { Value = value });
        var revision = (long)(await command.ExecuteScalarAsync(ct))!;
        if (current is not null && secret is not null) await ExecuteAsync(db, SecretSql, [workspace, id, secret], ct);
        return new(id, revision, put.Url, put.Events, DisabledAt: null, DisabledBecause: null, current?.Waiting ?? 0, [], secret);
    }

    private static async Task<List<Webhook>> ReadAsync(NpgsqlConnection db, string workspace, string id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ListSql, db) { Parameters = { new() { Value = workspace }, new() { Value = id } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<Webhook>();
        while (await rows.ReadAsync(ct))
        {
            DateTimeOffset? disabledAt = await rows.IsDBNullAsync(4, ct) ? null : rows.GetFieldValue<DateTimeOffset>(4);
            found.Add(new(rows.GetString(0), rows.GetInt64(1), rows.GetString(2), rows.GetFieldValue<string[]>(3), disabledAt, disabledAt is null ? null : rows.GetString(5), rows.GetInt64(6), []));
        }

        return found;
    }

    private static async Task<List<LostNotice>> LostAsync(NpgsqlConnection db, string workspace, string id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(LostSql, db) { Parameters = { new() { Value = workspace }, new() { Value = id } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var lost = new List<LostNotice>();
        while (await rows.ReadAsync(ct)) lost.Add(new(rows.GetString(0), rows.GetInt32(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetString(3)));
        return lost;
    }

    private static async Task ExecuteAsync(NpgsqlConnection db, string sql, object[] values, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, db);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
