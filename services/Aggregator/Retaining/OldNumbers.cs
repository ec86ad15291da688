using System.Security.Cryptography;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Tickets;
using Npgsql;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>
/// Lets go of an archive's numbers of before a day, some hundred facts in a transaction: the facts go, with what they are in the cells, and what they changed of the stocks is
/// carried, as facts of no ticket, just before that day. So every number from that day on is the same before and after. Customers who came and went, and their
/// counts, stay: a count that comes late would have to be added to what came after it.
/// </summary>
/// <param name="database">The projections' database.</param>
/// <param name="catalogue">What is measured.</param>
/// <param name="checkpoint">As in <see cref="ProjectionStore"/>.</param>
internal sealed class OldNumbers(NpgsqlDataSource database, Catalogue catalogue, Func<string, Task>? checkpoint = null)
{
    private const int FactsAtOnce = 2000;

    /// <summary>A window of so many days begins at the start of a day, somewhere on earth.</summary>
    private static readonly TimeSpan Zones = TimeSpan.FromDays(2);

    /// <summary>PostgreSQL has microseconds.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(1);

    private static readonly string TakeSql = SqlFile.Read("Retaining.Sql.take_facts").Replace("{columns}", StoredDigest.FactColumns, StringComparison.Ordinal);
    private static readonly string CountSql = SqlFile.Read("Retaining.Sql.count_facts");
    private static readonly string WorkspacesSql = SqlFile.Read("Retaining.Sql.list_workspaces");
    private static readonly string SaySql = SqlFile.Read("Retaining.Sql.say_numbers_from");
    private readonly DefinitionSet definitions = DefinitionSet.Of(catalogue);
    private readonly int[] customers = [.. catalogue.BaseMeasures];

    /// <summary>The start of the day, UTC, from which on windows can be asked for when numbers are kept so long.</summary>
    public static DateTimeOffset From(DateTimeOffset now, TimeSpan keep) => new((now - keep - Zones).UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>Lets go of a partition's numbers that no question needs whose window begins at <paramref name="from"/> or later; returns how many facts that were.</summary>
    public async Task<long> LetGoAsync(int partition, DateTimeOffset from, bool dryRun, CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        if (await ArchiveDigest.OfAsync(db, partition, ct) is not var (archive, _)) return 0;
        // A backlog tells its tickets' ages, so it needs openings of before the window.
        var carriedAt = from - Ages.Limits[0] - Moment;
        var gone = 0L;
        foreach (var workspace in await WorkspacesAsync(db, archive, ct))
        {
            if (dryRun)
            {
                await using var count = new NpgsqlCommand(CountSql, db) { CommandTimeout = 0 };
                foreach (var value in Which(archive, workspace, DateTimeOffset.MinValue, carriedAt)) count.Parameters.Add(new() { Value = value });
                gone += (long)(await count.ExecuteScalarAsync(ct))!;
                continue;
            }

            for (DateTimeOffset? behind = DateTimeOffset.MinValue; behind is { } at;)
            {
                (var less, behind) = await NextAsync(db, partition, workspace, at, carriedAt, from, ct);
                gone += less;
            }
        }

        return gone;
    }

    /// <summary>One transaction's worth; <c>Behind</c> is where to go on, null when nothing is left.</summary>
    private async Task<(int Gone, DateTimeOffset? Behind)> NextAsync(
        NpgsqlConnection db, int partition, string workspace, DateTimeOffset behind, DateTimeOffset carriedAt, DateTimeOffset from, CancellationToken ct)
    {
        await using var transaction = await db.BeginTransactionAsync(ct);
        await ProjectionStore.LockAsync(db, partition, definitions, ct);
        var (archive, digest) = (await ArchiveDigest.OfAsync(db, partition, ct))!.Value;
        await Passed("lock");
        var taken = await TakeAsync(db, archive, workspace, behind, carriedAt, ct);
        if (taken.Count == 0) return (0, null);
        var last = taken.Max(t => t.Fact.At);
        taken.AddRange(await TakeAsync(db, archive, workspace, carriedAt, carriedAt + Moment, ct));
        await Passed("taken");
        var left = Carried.Of(taken.Select(t => t.Fact), catalogue.StockMeasures, carriedAt).Select(f => Nameless(workspace, f)).ToList();
        await FactTable.ReplaceAsync(db, archive, left, ct);
        var cells = new CellDeltas(catalogue);
        cells.Book(workspace, new([.. taken.Select(t => t.Fact)], [.. left.SelectMany(s => s.Facts.Added)]));
        await CellTable.AddAsync(db, archive, cells.All(), ct);
        await Passed("cells");
        foreach (var (stream, fact) in taken) digest.Remove(stream, workspace, fact);
        foreach (var stream in left) digest.Add(stream.Key, workspace, stream.Facts.Added[0]);
        await using (var say = new NpgsqlCommand(SaySql, db) { Parameters = { new() { Value = partition }, new() { Value = digest.ToBytes() }, new() { Value = from.UtcDateTime } } }) await say.ExecuteNonQueryAsync(ct);
        await Passed("before commit");
        await transaction.CommitAsync(ct);
        await Passed("after commit");
        return (taken.Count - left.Count, last);
    }

    private async Task<List<(Guid Stream, Fact Fact)>> TakeAsync(NpgsqlConnection db, int archive, string workspace, DateTimeOffset behind, DateTimeOffset until, CancellationToken ct)
    {
        var taken = new List<(Guid, Fact)>();
        await using var take = new NpgsqlCommand(TakeSql, db);
        foreach (var value in Which(archive, workspace, behind, until)) take.Parameters.Add(new() { Value = value });
        take.Parameters.Add(new() { Value = FactsAtOnce });
        await using var rows = await take.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) taken.Add((rows.GetGuid(0), StoredDigest.FactOf(rows)));
        return taken;
    }

    private object[] Which(int archive, string workspace, DateTimeOffset behind, DateTimeOffset until) => [archive, workspace, behind.UtcDateTime, until.UtcDateTime, customers];

    private static StreamChange Nameless(string workspace, Fact fact) =>
        new(new Guid(RandomNumberGenerator.GetBytes(16)), new(workspace, fact.Dimensions.Source, ""), Timeline.Empty, [], new([], [fact]), new(Rules.None, DateTimeOffset.MinValue));

    private static async Task<List<string>> WorkspacesAsync(NpgsqlConnection db, int archive, CancellationToken ct)
    {
        var found = new List<string>();
        await using var list = new NpgsqlCommand(WorkspacesSql, db) { Parameters = { new() { Value = archive } } };
        await using var rows = await list.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) found.Add(rows.GetString(0));
        return found;
    }

    private Task Passed(string step) => checkpoint?.Invoke(step) ?? Task.CompletedTask;
}
