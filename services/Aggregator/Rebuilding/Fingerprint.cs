using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Kpis;
using Npgsql;

namespace KpiPlatform.Aggregator.Rebuilding;

/// <summary>Which definitions the projections were made by. When the program's differ, they must be made anew before anything is added to them.</summary>
internal static class Fingerprint
{
    /// <summary>Of a catalogue: its measures and the version of what computes them.</summary>
    public static string Of(Catalogue catalogue) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Catalogue.Version}:{string.Join(',', catalogue.Measures.Select(m => m.Id))}")))[..16];

    /// <summary>The stored one; null in a new database.</summary>
    public static async Task<string?> ReadAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var read = database.CreateCommand("select fingerprint from catalogue");
        return (string?)await read.ExecuteScalarAsync(ct);
    }

    public static async Task WriteAsync(NpgsqlDataSource database, string fingerprint, CancellationToken ct)
    {
        await using var write = database.CreateCommand("insert into catalogue (fingerprint) values ($1) on conflict (only_row) do update set fingerprint = excluded.fingerprint");
        write.Parameters.Add(new() { Value = fingerprint });
        await write.ExecuteNonQueryAsync(ct);
    }
}
