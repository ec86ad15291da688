using KpiPlatform.Aggregator.Observing;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Aggregator.Retaining;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Tickets;
using Npgsql;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>What an erasure found, or with <paramref name="DryRun"/> would change.</summary>
/// <param name="Events">Events of the log that bore the person's keyed hash.</param>
/// <param name="Streams">Tickets, threads and the customer's own stream that these belong to.</param>
/// <param name="Quarantined">Parked events.</param>
/// <param name="Notices">Announcements that named a thread of the person, which are deleted.</param>
internal sealed record ErasureReport(long Events, int Streams, int Quarantined, int Notices, bool DryRun);

/// <summary>
/// Takes a person out of everything that is stored, and leaves the numbers: wherever the keyed hash stands a pseudonym stands afterwards, of which nobody can say whose it
/// is. Live events go on. Each transaction leaves log and projections in agreement; after a crash the next run goes on where it was.
/// </summary>
/// <param name="database">The projections' database.</param>
/// <param name="catalogue">What is measured.</param>
/// <param name="clock">What time it is.</param>
/// <param name="checkpoint">As in <see cref="ProjectionStore"/>.</param>
internal sealed class Erasure(NpgsqlDataSource database, Catalogue catalogue, TimeProvider clock, Func<string, Task>? checkpoint = null)
{
    private const int StreamsAtOnce = 200;
    private readonly DefinitionSet definitions = DefinitionSet.Of(catalogue);
    private readonly RulesTable rules = new();

    /// <summary>What there is to erase; changes nothing.</summary>
    public async Task<ErasureReport> FindAsync(Wanted wanted, CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        var (events, streams) = (0L, 0);
        foreach (var partition in await PartitionRows.AllAsync(db, ct))
        {
            var traces = await TraceTable.FindAsync(db, partition, long.MaxValue, wanted, ct);
            events += traces.Count;
            streams += traces.Select(t => t.Stream).Distinct().Count();
        }

        return new(events, streams, (await QuarantineTraces.FindAsync(db, wanted, ct)).Count, await NoticeTraces.CountAsync(db, wanted, ct), DryRun: true);
    }

    public Task<ErasureReport> RunAsync(Wanted wanted, CancellationToken ct) => WorkTelemetry.TraceAsync(
        "erase", () => EraseAsync(wanted, ct), static (span, report) => span.SetTag("kpi.stream.count", report.Streams).SetTag("kpi.event.count", report.Events));

    private async Task<ErasureReport> EraseAsync(Wanted wanted, CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        await using var alone = await Exclusively.TakeAsync(db, ct);
        await Shards.DropUnusedAsync(db, ct);
        var names = new Pseudonyms(wanted.Workspace, wanted.Hashes, await ErasureTable.RememberAsync(db, wanted.Workspace, wanted.Marks, wanted.Before ?? Present.Now(clock), ct));
        await Passed("remembered");
        var (events, streams, quarantined) = (0L, 0, 0);
        foreach (var partition in await PartitionRows.AllAsync(db, ct))
        {
            // A renamed row could not be told to be one of a stream that was let go of.
            await RetiredTable.SweepAsync(db, partition, checkpoint, ct);
            // Whoever takes the partition after us knows of the erasure, and lets nothing old in behind this number.
            var upTo = await BarrierAsync(db, partition, ct);
            quarantined += await QuarantineTraces.RewriteAsync(db, wanted, names, ct);
            await Passed("quarantine");
            var traces = await TraceTable.FindAsync(db, partition, upTo, wanted, ct);
            var byStream = traces.GroupBy(t => t.Stream).ToList();
            foreach (var some in byStream.Chunk(StreamsAtOnce)) await RewriteAsync(db, partition, [.. some.SelectMany(s => s)], names, ct);
            (events, streams) = (events + traces.Count, streams + byStream.Count);
        }

        var notices = await NoticeTraces.DeleteAsync(db, wanted, ct);
        await Passed("notices");
        await ErasureTable.ForgetHowAsync(db, wanted.Workspace, wanted.Marks, ct);
        return new(events, streams, quarantined, notices, DryRun: false);
    }

    /// <summary>Erases someone once more who was erased before, of whom only the mark is known: a backup of before may have been restored. What came since is left alone.</summary>
    public async Task<ErasureReport> AgainAsync(Erased person, CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        var hashes = await ErasureTable.ResolveAsync(db, person.Workspace, [person.Mark], ct);
        if (hashes.Count > 0) return await RunAsync(new(person.Workspace, hashes, person.At), ct);
        await using var alone = await Exclusively.TakeAsync(db, ct);
        byte[][] mark = [Convert.FromHexString(person.Mark)];
        await ErasureTable.RememberAsync(db, person.Workspace, mark, person.At, ct);
        await ErasureTable.ForgetHowAsync(db, person.Workspace, mark, ct);
        return new(0, 0, 0, 0, DryRun: false);
    }

    private async Task<long> BarrierAsync(NpgsqlConnection db, int partition, CancellationToken ct)
    {
        await using var transaction = await db.BeginTransactionAsync(ct);
        var (_, lastSeq) = await ProjectionStore.LockAsync(db, partition, mine: null, ct);
        await transaction.CommitAsync(ct);
        await Passed("barrier");
        return lastSeq;
    }

    private async Task RewriteAsync(NpgsqlConnection db, int partition, List<Trace> traces, Pseudonyms names, CancellationToken ct)
    {
        await using var transaction = await db.BeginTransactionAsync(ct);
        var (shard, _) = await ProjectionStore.LockAsync(db, partition, definitions, ct);
        await Passed("lock");
        var rewriting = await ProjectAsync(db, shard, traces, names, ct);
        await TraceTable.RewriteAsync(db, partition, traces, names, ct);
        await Passed("log");
        await TimelineTable.SaveAsync(db, shard, rewriting.Kept, ct);
        await PartitionRows.DropTimelinesAsync(db, shard, rewriting.Gone, ct);
        await Passed("timelines");
        await FactTable.ReplaceAsync(db, shard, rewriting.Changes, ct);
        await Passed("facts");
        await CellTable.AddAsync(db, shard, rewriting.Cells, ct);
        await PartitionRows.ReviseAsync(db, partition, ct);
        await Passed("before commit");
        await transaction.CommitAsync(ct);
        await Passed("after commit");
    }

    private async Task<StreamRewriting> ProjectAsync(NpgsqlConnection db, int shard, List<Trace> traces, Pseudonyms names, CancellationToken ct)
    {
        var byStream = traces.GroupBy(t => t.Stream).ToList();
        Guid[] keys = [.. byStream.SelectMany(s => (StreamId[])[s.Key, names.In(s.Key)]).Select(StreamKey.Of).Distinct()];
        var stored = (await Present.OfAsync(db, rules, await TimelineTable.LoadAsync(db, shard, keys, ct), clock, ct)).Stored;
        var rewriting = new StreamRewriting(catalogue, names);
        foreach (var stream in byStream)
        {
            if (stored.TryGetValue(StreamKey.Of(stream.Key), out var before))
                rewriting.Rename(before, stream.Select(t => t.Id).ToHashSet(StringComparer.Ordinal), stored.GetValueOrDefault(StreamKey.Of(names.In(stream.Key))));
        }

        return rewriting;
    }

    private Task Passed(string step) => checkpoint?.Invoke(step) ?? Task.CompletedTask;
}
