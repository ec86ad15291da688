using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Contracts.V1;
using Npgsql;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>An event in quarantine.</summary>
internal sealed record Quarantined(long Id, int Partition, CanonicalEvent Event, string Reason, string? TraceId, DateTimeOffset Since);

/// <summary>Parks events, lists them, and counts them after all when what was wrong has been mended.</summary>
internal sealed class QuarantineStore(NpgsqlDataSource database, ProjectionStore projections)
{
    private const string WaitSql = "select from partitions where partition = $1 for share"; // so that an erasure is either known here or finds the events
    private static readonly string ListSql = SqlFile.Read("Storage.Sql.list_quarantine");

    public async Task ParkAsync(int partition, IReadOnlyList<CanonicalEvent> events, string reason, CancellationToken ct)
    {
        await using var db = await database.OpenConnectionAsync(ct);
        await using var transaction = await db.BeginTransactionAsync(ct);
        await using (var wait = new NpgsqlCommand(WaitSql, db) { Parameters = { new() { Value = partition } } }) await wait.ExecuteNonQueryAsync(ct);
        await Quarantine.AddAsync(db, partition, [new StreamFailure(Guid.Empty, await projections.WithoutErasedAsync(db, events, ct), reason)], ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>What is parked, oldest first.</summary>
    public async Task<List<Quarantined>> ListAsync(int limit, CancellationToken ct)
    {
        var parked = new List<Quarantined>();
        await using var list = database.CreateCommand(ListSql);
        list.Parameters.Add(new() { Value = limit });
        await using var rows = await list.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            parked.Add(new Quarantined(
                rows.GetInt64(0), rows.GetInt32(1), EventJson.ReadEvent(rows.GetString(2)), rows.GetString(3),
                await rows.IsDBNullAsync(4, ct) ? null : rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5)));
        }

        return parked;
    }

    /// <summary>
    /// Projects everything that is parked again, stream by stream. An event leaves quarantine only after it was counted.
    /// Returns how many were counted and how many are still there.
    /// </summary>
    public async Task<(int Counted, int Parked)> RetryAsync(CancellationToken ct)
    {
        var (counted, parked) = (0, 0);
        var all = await ListAsync(int.MaxValue, ct);
        foreach (var stream in all.GroupBy(q => (q.Partition, Kpis.Tickets.StreamId.Of(q.Event))))
        {
            if (await CountsAsync(stream.Key.Partition, [.. stream.Select(q => q.Event)], ct))
            {
                counted += stream.Count();
                await RemoveAsync([.. stream.Select(q => q.Id)], ct);
            }
            else
            {
                parked += stream.Count();
            }
        }

        return (counted, parked);
    }

    private async Task<bool> CountsAsync(int partition, CanonicalEvent[] events, CancellationToken ct)
    {
        try
        {
            return (await projections.ProjectAsync(partition, events, ct, parkFailures: false)).Failures.Count == 0;
        }
        catch (Exception e) when (Faults.IsOfTheData(e))
        {
            return false;
        }
    }

    private async Task RemoveAsync(long[] ids, CancellationToken ct)
    {
        await using var remove = database.CreateCommand("delete from quarantine where id = any ($1)");
        remove.Parameters.Add(new() { Value = ids });
        await remove.ExecuteNonQueryAsync(ct);
    }
}
