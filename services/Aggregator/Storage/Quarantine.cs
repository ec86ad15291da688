using System.Diagnostics;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Contracts.V1;
using Npgsql;
using NpgsqlTypes;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>Where events wait that could not be projected.</summary>
internal static class Quarantine
{
    private static readonly string AddSql = SqlFile.Read("Storage.Sql.quarantine");

    public static async Task AddAsync(NpgsqlConnection db, int partition, IReadOnlyList<StreamFailure> failures, CancellationToken ct)
    {
        if (failures.Count == 0) return;
        var rows = failures.SelectMany(f => f.Events, (f, e) => (Event: e, f.Reason)).ToArray();
        await using var add = new NpgsqlCommand(AddSql, db)
        {
            Parameters =
            {
                new() { Value = partition },
                new() { Value = Array.ConvertAll(rows, r => Storable(r.Event)), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
                new() { Value = Array.ConvertAll(rows, r => r.Reason) },
                new() { Value = Array.ConvertAll(rows, r => TraceId(r.Event)) },
            },
        };
        await add.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A NUL is what jsonb can't hold. The front door refuses it; should one have come another way, the event must not be lost for it.</summary>
    private static string Storable(CanonicalEvent e) => EventJson.Write(e).Replace("\\u0000", "\\ufffd", StringComparison.Ordinal);

    private static string? TraceId(CanonicalEvent e) =>
        ActivityContext.TryParse(e.TraceParent, null, out var context) ? context.TraceId.ToHexString() : Activity.Current?.TraceId.ToHexString();
}
