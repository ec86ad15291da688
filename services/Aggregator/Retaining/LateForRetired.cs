using System.Diagnostics.Metrics;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Tickets;
using Npgsql;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>
/// Events of streams that were let go of. Without what came before, a ticket's would be taken for a new ticket: they are left out, and counted. A thread or a customer goes
/// on: what happened after its last event begins anew, only what is older is left out.
/// </summary>
internal static class LateForRetired
{
    private static readonly Meter Meter = new("KpiPlatform.Aggregator");
    private static readonly Counter<long> LeftOut = Meter.CreateCounter<long>("kpi.retention.left_out", "{event}", "Events that came after their ticket's log was let go of, and were not counted.");

    /// <summary>The events that can be counted. Asked under the partition's lock.</summary>
    public static async Task<IReadOnlyList<CanonicalEvent>> WithoutAsync(NpgsqlConnection db, int partition, IReadOnlyList<CanonicalEvent> events, CancellationToken ct)
    {
        var keys = new Dictionary<StreamId, Guid>();
        var gone = await RetiredTable.AmongAsync(db, partition, () => [.. events.Select(StreamId.Of).Distinct().Select(s => keys[s] = StreamKey.Of(s))], ct);
        if (gone.Count == 0) return events;
        List<CanonicalEvent> kept = [.. events.Where(e => gone.GetValueOrDefault(keys[StreamId.Of(e)])?.LeavesOut(e) != true)];
        LeftOut.Add(events.Count - kept.Count);
        return kept;
    }
}
