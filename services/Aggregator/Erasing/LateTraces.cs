using System.Diagnostics.Metrics;
using KpiPlatform.Contracts.V1;
using Npgsql;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>Keeps what arrives late (from a queue, a spool, a vendor's second try, an import) from bringing back who was erased. The list is read again when it has grown.</summary>
internal sealed class LateTraces
{
    private const string HighestSql = "select coalesce(max(number), 0) from erasures";
    private static readonly Meter Meter = new("KpiPlatform.Aggregator");
    private static readonly Counter<long> LeftOut = Meter.CreateCounter<long>("kpi.erasure.left_out", "{event}", "Events of erased people that arrived late and were not counted.");
    private ErasedPeople known = ErasedPeople.None;

    /// <summary>The events that may be counted. Asked under the partition's lock, it knows of every erasure that has begun with this partition.</summary>
    public async Task<IReadOnlyList<CanonicalEvent>> WithoutAsync(NpgsqlConnection db, IReadOnlyList<CanonicalEvent> events, DateTimeOffset now, CancellationToken ct)
    {
        var (kept, leftOut) = (await NewestAsync(db, ct)).Without(events, now);
        if (leftOut > 0) LeftOut.Add(leftOut);
        return kept;
    }

    private async Task<ErasedPeople> NewestAsync(NpgsqlConnection db, CancellationToken ct)
    {
        var people = Volatile.Read(ref known);
        await using var highest = new NpgsqlCommand(HighestSql, db);
        var upTo = (long)(await highest.ExecuteScalarAsync(ct))!;
        if (upTo == people.UpTo) return people;
        people = new(upTo, (await ErasureTable.ReadAsync(db, ct)).ToLookup(e => e.Workspace, StringComparer.Ordinal));
        Volatile.Write(ref known, people);
        return people;
    }
}
