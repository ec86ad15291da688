using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Tickets;
using Npgsql;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>What a transaction projects with: streams as they are stored, each under its own conditions, and the conditions of now.</summary>
internal sealed class Present(SortedDictionary<Guid, StreamState> stored, RulesBook book, DateTimeOffset now)
{
    private readonly Dictionary<string, Conditions> byWorkspace = new(StringComparer.Ordinal);

    /// <summary>In the order of their keys.</summary>
    public SortedDictionary<Guid, StreamState> Stored => stored;

    /// <summary>The newest rules of the stream's workspace, and now.</summary>
    public Conditions ConditionsOf(Guid key, StreamId stream)
    {
        if (!byWorkspace.TryGetValue(stream.Workspace, out var conditions)) byWorkspace[stream.Workspace] = conditions = new(book.Of(stream.Workspace), now);
        return conditions;
    }

    public static async Task<Present> OfAsync(NpgsqlConnection db, RulesTable rules, List<StoredStream> rows, TimeProvider clock, CancellationToken ct)
    {
        var book = await rules.WithAsync(db, await rules.NewestAsync(db, ct), rows.Select(r => (r.Stream.Workspace, r.RulesVersion)), ct);
        var states = new SortedDictionary<Guid, StreamState>();
        foreach (var row in rows) states[row.Key] = row.Under(book);
        return new(states, book, Now(clock));
    }

    /// <summary>In whole microseconds, as the database keeps it.</summary>
    public static DateTimeOffset Now(TimeProvider clock) =>
        new(clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
