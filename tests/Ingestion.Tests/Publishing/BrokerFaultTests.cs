using System.Net;
using KpiPlatform.Platform.Bus;
using RabbitMQ.Client;

namespace KpiPlatform.Ingestion.Tests.Publishing;

/// <summary>Whatever the broker does, events are taken: those it did not confirm go to the spool, and from there to the broker when it is back.</summary>
public sealed class BrokerFaultTests : CommitTests
{
    [Fact]
    public async Task A_paused_broker_costs_the_first_requests_a_moment_and_the_others_nothing_and_has_them_all_when_it_goes_on()
    {
        if (!Broker.CanControl) Assert.Skip("This broker is not ours to pause.");
        Broker.Pause();
        try
        {
            AssertAllTaken(await PostManyAsync(60, "first"), Limit);
            AssertAllTaken(await PostManyAsync(60, "second"), AtOnce);
            AssertAllTaken(await PostManyAsync(60, "third"), AtOnce);
            await Host.ReadyAsync("degraded");
            Assert.Contains("180 events wait for the broker", await Host.Http.GetStringAsync("/health/ready"), StringComparison.Ordinal);
        }
        finally
        {
            Broker.Resume();
        }

        await Host.ReadyAsync();
        Assert.Equal(180, (await IdsAsync()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_broker_in_disk_alarm_gets_the_events_when_it_is_over()
    {
        if (!Broker.CanControl) Assert.Skip("This broker's limits are not ours to set.");
        await Broker.CtlAsync("set_disk_free_limit", "900GB");
        try
        {
            AssertAllTaken(await PostManyAsync(20, "first"), Limit);
            AssertAllTaken(await PostManyAsync(20, "second"), AtOnce);
            await Host.ReadyAsync("degraded");
            Assert.Equal(HttpStatusCode.OK, (await Host.Http.GetAsync("/health/live")).StatusCode);
        }
        finally
        {
            await Broker.CtlAsync("set_disk_free_limit", "50MB");
        }

        await Host.ReadyAsync();
        Assert.Equal(40, (await IdsAsync()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_missing_queue_is_declared_again_and_gets_what_was_meant_for_it()
    {
        await using (var connection = await new ConnectionFactory { Uri = Host.Vhost }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            for (var partition = 0; partition < 4; partition++) await channel.QueueDeleteAsync(BusNames.Partition(partition));
        }

        AssertAllTaken([await PostAsync("gone")], Limit);
        await Host.ReadyAsync();
        Assert.Contains("gone", await IdsAsync());
    }

    [Fact]
    public async Task A_broker_that_starts_again_is_found_again_and_nobody_was_refused_meanwhile()
    {
        if (!Broker.CanControl) Assert.Skip("This broker is not ours to stop.");
        var restart = Broker.RestartAsync(kill: true);
        var sent = new List<string>();
        while (!restart.IsCompleted)
        {
            var round = Enumerable.Range(sent.Count, 5).Select(i => $"restart-{i}").ToList();
            sent.AddRange(round);
            AssertAllTaken(await Task.WhenAll(round.Select(PostAsync)), Limit + TimeSpan.FromSeconds(0.5));
        }

        await restart;
        await Host.ReadyAsync(seconds: 60);
        Assert.Empty(sent.Except(await IdsAsync(), StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<string>> IdsAsync() => [.. (await Host.DrainAsync()).SelectMany(batch => batch.Events).Select(e => e.Id)];
}
