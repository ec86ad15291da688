using System.Text.Json;
using KpiPlatform.Query.Observing;
using KpiPlatform.Query.Reading;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Query.Configuring;

/// <summary>What an edit comes to, once the newest rules are known.</summary>
/// <param name="Change">Makes the next version from its number; null when nothing is to change.</param>
/// <param name="Answer">What the caller is told, after the change is committed.</param>
internal sealed record Edit(Func<long, Decisions>? Change, Func<long, IResult> Answer)
{
    public static Edit Nothing(IResult answer) => new(null, _ => answer);
}

/// <summary>The rules of all workspaces: read as the role that reads, changed as the one that may add versions and nothing else.</summary>
internal sealed class RulesStore : IAsyncDisposable
{
    /// <summary>
    /// One lock for all workspaces, because versions must become visible in their order: the aggregator takes a higher one as a sign that it
    /// has seen all lower ones.
    /// </summary>
    private const string LockSql = "select pg_advisory_xact_lock(1802529138)"; // "kpir"

    private const string NewestSql = "select version, document from rules where workspace = $1 order by version desc limit 1";
    private const string NextSql = "select nextval('rules_versions')";
    private const string AddSql = "insert into rules (workspace, version, document) values ($1, $2, $3)";
    private readonly Database reader;
    private readonly NpgsqlDataSource editor;

    public RulesStore(Databases databases)
    {
        var settings = new NpgsqlConnectionStringBuilder(databases.PrimaryAddress) { ApplicationName = "kpi-query", MaxPoolSize = 4, CommandTimeout = 20 };
        settings.Options = $"{settings.Options} -c role=kpi_editor -c statement_timeout=15000".Trim();
        (reader, editor) = (databases.Primary, Servers.Open(settings, "kpi-editor", TargetSessionAttributes.Primary));
    }

    /// <summary>What a workspace has decided until now.</summary>
    public async Task<Decisions> NewestAsync(string workspace, CancellationToken ct)
    {
        await using var db = await reader.OpenAsync(ct);
        return await NewestAsync(db, workspace, ct);
    }

    /// <summary>Changes a workspace's rules: nobody else does between the reading of the newest version and the next.</summary>
    /// <param name="decide">What to do about the newest rules.</param>
    public async Task<IResult> EditAsync(string workspace, Func<Decisions, Edit> decide, CancellationToken ct)
    {
        await using var db = await editor.OpenConnectionAsync(ct);
        await using var transaction = await db.BeginTransactionAsync(ct);
        await using (var take = new NpgsqlCommand(LockSql, db)) await take.ExecuteNonQueryAsync(ct);
        var edit = decide(await NewestAsync(db, workspace, ct));
        if (edit.Change is null) return edit.Answer(0);
        await using var next = new NpgsqlCommand(NextSql, db);
        var changed = edit.Change((long)(await next.ExecuteScalarAsync(ct))!);
        await using var add = new NpgsqlCommand(AddSql, db)
        {
            Parameters = { new() { Value = workspace }, new() { Value = changed.Version }, new() { Value = changed.Json, NpgsqlDbType = NpgsqlDbType.Jsonb } },
        };
        await add.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return edit.Answer(changed.Version);
    }

    public ValueTask DisposeAsync() => editor.DisposeAsync();

    private static async Task<Decisions> NewestAsync(NpgsqlConnection db, string workspace, CancellationToken ct)
    {
        await using var read = new NpgsqlCommand(NewestSql, db) { Parameters = { new() { Value = workspace } } };
        await using var rows = await read.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? new(rows.GetInt64(0), JsonSerializer.Deserialize<JsonElement>(rows.GetString(1))) : Decisions.None;
    }
}
