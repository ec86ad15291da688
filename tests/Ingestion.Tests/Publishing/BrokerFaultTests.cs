using System.Net;
using KpiPlatform.Platform.Bus;
using RabbitMQ.Client;

namespace KpiPlatform.Ingestion.Tests.Publishing;

/// <summary>Whatever the broker does: 202 is only said of what it confirmed, 503 comes in time, and the way is free again when the broker is back.</summary>
public sealed class BrokerFaultTests : CommitTests
{
    [Fact]
    public async Task A_paused_broker_means_503_in_time_and_202_as_soon_as_it_goes_on()
    {
        if (!Broker.CanControl) Assert.Skip("This broker is not ours to pause.");
        Broker.Pause();
        try
        {
            foreach (var round in Enumerable.Range(0, 4)) AssertAllRefusedInTime(await PostManyAsync(60, $"paused-{round}"));
        }
        finally
        {
            Broker.Resume();
        }

        await AssertRecoversAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_broker_in_disk_alarm_means_503_in_time_and_not_ready_and_202_when_it_is_over()
    {
        if (!Broker.CanControl) Assert.Skip("This broker's limits are not ours to set.");
        await Broker.CtlAsync("set_disk_free_limit", "900GB");
        try
        {
            foreach (var round in Enumerable.Range(0, 3)) AssertAllRefusedInTime(await PostManyAsync(20, $"alarm-{round}"));
            await Host.ReadyAsync(wanted: false);
            Assert.Equal(HttpStatusCode.OK, (await Host.Http.GetAsync("/health/live")).StatusCode);
        }
        finally
        {
            await Broker.CtlAsync("set_disk_free_limit", "50MB");
        }

        await AssertRecoversAsync(TimeSpan.FromSeconds(10));
        await Host.ReadyAsync();
    }

    [Fact]
    public async Task A_missing_queue_means_503_never_a_silent_202_and_is_declared_again()
    {
        await using (var connection = await new ConnectionFactory { Uri = Host.Vhost }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            for (var partition = 0; partition < 4; partition++) await channel.QueueDeleteAsync(BusNames.Partition(partition));
        }

        var (status, took) = await PostAsync("gone");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.True(took < Limit, $"took {took}");
        await AssertRecoversAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_broker_that_starts_again_is_found_again()
    {
        if (!Broker.CanControl) Assert.Skip("This broker is not ours to stop.");
        var restart = Broker.RestartAsync(kill: true);
        while (!restart.IsCompleted) Assert.All(await PostManyAsync(5, "restart"), answer => Assert.True(answer.Took < Limit + TimeSpan.FromSeconds(0.5), $"took {answer.Took}"));
        await restart;
        await AssertRecoversAsync(TimeSpan.FromSeconds(60));
    }
}
