using System.Globalization;
using Npgsql;
using RabbitMQ.Client;

namespace KpiPlatform.Faults.Tests;

/// <summary>Whether all that was accepted was counted, once.</summary>
internal static class Reckoning
{
    private const string All = "from=2025-01-01&to=2026-01-01&timezone=UTC";

    public static async Task SettleAsync(KpiStack stack, Workspace workspace, Ledger ledger, TimeSpan patience)
    {
        Assert.Equal(ledger.Events, ledger.Done);
        await using var database = NpgsqlDataSource.Create(stack.Postgres);
        await Eventually.HoldsAsync(async () => Assert.Equal(ledger.Events, await AskAsync(database, "select count(*) from log")), patience);
        Assert.Equal(ledger.Events, await AskAsync(database, "select count(*) from (select distinct workspace, source, id from log) as distinct_events"));
        Assert.Equal(0, await AskAsync(database, "select count(*) from quarantine"));
        Assert.Empty(ledger.AcceptedIds.Except(await IdsAsync(database), StringComparer.Ordinal));
        await NumbersAsync(workspace, ledger.Tickets);
        await stack.AggregatorAsync("verify");
        // What a consumer held that is gone now comes back to its queue, and is known.
        await Eventually.HoldsAsync(() => NothingIsLeftAsync(stack), patience);
    }

    private static async Task NumbersAsync(Workspace workspace, int tickets)
    {
        foreach (var kpi in (string[])["tickets_opened", "tickets_resolved", "resolutions"])
            Assert.Equal((kpi, tickets), (kpi, (await workspace.NumberAsync(kpi, All)).GetProperty("value").GetInt32()));
        foreach (var kpi in (string[])["first_response_time", "resolution_time", "csat_score", "replies_per_resolution"])
            Assert.Equal((kpi, tickets), (kpi, (await workspace.NumberAsync(kpi, All)).GetProperty("n").GetInt32()));
        Assert.Equal(600, (await workspace.NumberAsync("first_response_time", All + "&stat=mean")).GetProperty("value").GetDouble());
    }

    /// <summary>Nothing waits in a partition's queue, and nothing went to the dead letters.</summary>
    private static async Task NothingIsLeftAsync(KpiStack stack)
    {
        await using var connection = await new ConnectionFactory { Uri = stack.RabbitMq }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in Enumerable.Range(0, 4).Select(Queue).Append("kpi.dead"))
            Assert.Equal((queue, 0u), (queue, (await channel.QueueDeclarePassiveAsync(queue)).MessageCount));
    }

    public static string Queue(int partition) => string.Create(CultureInfo.InvariantCulture, $"kpi.events.{partition}");

    public static async Task<long> AskAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task<List<string>> IdsAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select id from log");
        await using var rows = await command.ExecuteReaderAsync();
        List<string> ids = [];
        while (await rows.ReadAsync()) ids.Add(rows.GetString(0));
        return ids;
    }
}
