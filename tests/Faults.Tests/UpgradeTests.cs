using Npgsql;

namespace KpiPlatform.Faults.Tests;

/// <summary>A later release takes the projections over from this one, as its rebuild does; and this one takes over from an earlier one.</summary>
public sealed class UpgradeTests
{
    private const string ByALaterRelease = """
        begin;
        update partitions set definitions = 'a later release';
        update catalogue set fingerprint = 'a later release', version = version + 1, measures = measures || 'of a later release'::text;
        commit
        """;

    private const string ByAnEarlierRelease = """
        begin;
        update partitions set definitions = 'an earlier one';
        update catalogue set fingerprint = 'an earlier one', version = 1, measures = measures[1:3];
        delete from cells;
        commit
        """;

    [Fact]
    public async Task Releases_take_over_from_each_other_and_nothing_is_lost_or_counted_by_the_wrong_one()
    {
        await using var stack = await KpiStack.StartAsync();
        using var workspace = await Workspace.NewAsync(stack, "upgrade");
        await using var database = NpgsqlDataSource.Create(stack.Postgres);
        var ledger = new Ledger(10, allAtOnce: false);
        var (sent, fed) = (ledger.SendAsync(workspace, connections: 4), ledger.FeedAsync(perSecond: 20));
        await Eventually.HoldsAsync(async () => Assert.NotEqual(0, await Reckoning.AskAsync(database, "select count(*) from log")), TimeSpan.FromSeconds(30));

        await Reckoning.AskAsync(database, ByALaterRelease);
        await Eventually.HoldsAsync(async () => Assert.Equal((false, 0L), (stack.IsAggregatorAlive(0), await Reckoning.AskAsync(database, "select count(*) from quarantine"))), TimeSpan.FromSeconds(60));
        await Task.WhenAll(sent, fed);
        var waiting = stack.LaunchAggregator();
        await Eventually.HoldsAsync(async () => Assert.Contains("made by version", await stack.AggregatorHealthAsync(waiting), StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        Assert.NotEqual(ledger.Events, await Reckoning.AskAsync(database, "select count(*) from log"));
        Assert.Contains("later_definitions", (await workspace.AskAsync("/v1/summary?kpi=tickets_opened&window=24h")).ToString(), StringComparison.Ordinal);

        await stack.AggregatorAsync("rebuild"); // taken back
        await Reckoning.SettleAsync(stack, workspace, ledger, TimeSpan.FromSeconds(30));

        await stack.KillAggregatorAsync(waiting);
        await Reckoning.AskAsync(database, ByAnEarlierRelease);
        Assert.Contains("503", (await Assert.ThrowsAsync<InvalidOperationException>(() => workspace.AskAsync("/v1/summary?kpi=tickets_opened&window=24h"))).Message, StringComparison.Ordinal);
        await stack.StartAggregatorAsync(); // ready when it has made all anew
        await Reckoning.SettleAsync(stack, workspace, ledger, TimeSpan.FromSeconds(30));
    }
}
