using System.Text;
using KpiPlatform.Aggregator.Storage;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Aggregator.Tests.Erasing;

/// <summary>Histories in which people stand in all the places they can stand in, and the ways to find them.</summary>
internal static class People
{
    public const string Ann = "a0a1a2a3a4a5a6a7a8a9b0b1b2b3b4b5";
    public const string Bob = "b0b1b2b3b4b5b6b7b8b9c0c1c2c3c4c5";

    /// <summary>Two tickets of Ann's and Bob's, a thread of Ann's and her own stream.</summary>
    public static CanonicalEvent[] In(CanonicalEvent[] set) => [.. set.Select((e, i) => e.Subject switch
    {
        "t3" => e with { Subject = $"page:{Ann}", Id = i % 2 == 0 ? $"handoff:{Ann}:{i}" : e.Id, Data = e.Data with { Customer = Ann, SessionGapHours = 1 } },
        "t4" => e with { Subject = Ann, Data = e.Data with { Customer = i % 2 == 0 ? Ann : null } },
        _ => e with { Data = e.Data with { Customer = (i % 3) switch { 0 => Ann, 1 => Bob, _ => null } } },
    })];

    /// <summary>In how many rows of all tables a text stands, as text or as bytes, and in how many of the planner's samples.</summary>
    public static async Task<long> HoldsAsync(this ProjectionDatabase database, string text)
    {
        var tables = await database.AskAsync<string[]>("select array_agg(format('%I', tablename)) from pg_tables where schemaname = 'public'");
        var bytes = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
        var found = await database.AskAsync<long>($"select count(*) from pg_stats where schemaname = 'public' and most_common_vals::text || histogram_bounds::text like '%{text}%'");
        foreach (var table in tables) found += await database.AskAsync<long>($"select count(*) from {table} t where t::text like '%{text}%' or t::text like '%{bytes}%'");
        return found;
    }

    /// <summary>Parks what a broken message would.</summary>
    public static Task ParkAsync(this ProjectionDatabase database, CanonicalEvent e) => new QuarantineStore(database.Source, database.Store)
        .ParkAsync(ProjectionDatabase.ByPartition([e]).Single().Key, [e], $"{e.Subject} is broken", CancellationToken.None);
}
