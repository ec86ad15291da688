using KpiPlatform.Aggregator.Rebuilding;
using Npgsql;

namespace KpiPlatform.Aggregator.Erasing;

/// <summary>While it is held no rebuild runs: one would read what the log said before, and put it in the place of what is changed now.</summary>
internal sealed class Exclusively : IAsyncDisposable
{
    private readonly NpgsqlConnection db;

    private Exclusively(NpgsqlConnection db) => this.db = db;

    public static async Task<Exclusively> TakeAsync(NpgsqlConnection db, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand($"select pg_advisory_lock({Rebuild.Lock})", db) { CommandTimeout = 0 };
        await take.ExecuteNonQueryAsync(ct);
        return new(db);
    }

    public async ValueTask DisposeAsync()
    {
        if (db.State != System.Data.ConnectionState.Open) return;
        await using var release = new NpgsqlCommand($"select pg_advisory_unlock({Rebuild.Lock})", db);
        await release.ExecuteNonQueryAsync();
    }
}
