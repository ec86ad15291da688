using System.Text.Json;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Schema;
using KpiPlatform.Kpis;
using Npgsql;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>The rules of all workspaces: read once, and again only when there is a higher version than any that was seen.</summary>
internal sealed class RulesTable
{
    private const string HighestSql = "select coalesce(max(version), 0) from rules";
    private const string NewerSql = "select distinct on (workspace) workspace, version, document from rules where version > $1 order by workspace, version desc";
    private const string OlderSql = "select workspace, version, document from rules where version = any ($1)";
    private RulesBook known = RulesBook.Empty;

    /// <summary>The newest rules of every workspace, as the caller's transaction sees them or newer.</summary>
    public async Task<RulesBook> NewestAsync(NpgsqlConnection db, CancellationToken ct)
    {
        var book = Volatile.Read(ref known);
        await using var highest = new NpgsqlCommand(HighestSql, db);
        if ((long)(await highest.ExecuteScalarAsync(ct))! <= book.UpTo) return book;
        return Keep(book.WithNewest(await ReadAsync(db, NewerSql, book.UpTo, ct)));
    }

    /// <summary>The same with those older versions that some streams are still under.</summary>
    public async Task<RulesBook> WithAsync(NpgsqlConnection db, RulesBook book, IEnumerable<(string Workspace, long Version)> versions, CancellationToken ct)
    {
        var missing = versions.Distinct().Where(v => !book.Has(v.Workspace, v.Version)).Select(v => v.Version).ToArray();
        return missing.Length == 0 ? book : Keep(book.WithOlder((await ReadAsync(db, OlderSql, missing, ct)).Select(r => r.Rules)));
    }

    private RulesBook Keep(RulesBook book)
    {
        if (book.UpTo >= Volatile.Read(ref known).UpTo) Volatile.Write(ref known, book);
        return book;
    }

    /// <exception cref="SetUpException">Rules that this program can't read: no fault of the events, which wait.</exception>
    private static async Task<List<(string Workspace, Rules Rules)>> ReadAsync(NpgsqlConnection db, string sql, object parameter, CancellationToken ct)
    {
        var read = new List<(string, Rules)>();
        await using var select = new NpgsqlCommand(sql, db) { Parameters = { new() { Value = parameter } } };
        await using var rows = await select.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            try
            {
                read.Add((rows.GetString(0), RulesDocument.Read(rows.GetInt64(1), JsonSerializer.Deserialize<JsonElement>(rows.GetString(2)))));
            }
            catch (InvalidDataException e)
            {
                throw new SetUpException(e.Message);
            }
        }

        return read;
    }
}
