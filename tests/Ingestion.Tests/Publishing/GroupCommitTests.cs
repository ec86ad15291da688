using System.Diagnostics;
using System.Net;
using KpiPlatform.Platform.Bus;
using KpiPlatform.Testing;
using RabbitMQ.Client;

namespace KpiPlatform.Ingestion.Tests.Publishing;

/// <summary>Whatever the broker does: 202 is only said of what it confirmed, 503 comes in time, and the way is free again when the broker is back.</summary>
public sealed class GroupCommitTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private RabbitMqServer broker = null!;
    private IngestionHost host = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await RabbitMqServer.GetAsync();
        host = await StartAsync();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Requests_that_wait_together_share_messages_and_each_event_is_there_once()
    {
        var answers = await PostManyAsync(400, "shared");
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        var batches = await host.DrainAsync();
        Assert.True(batches.Count < 300, $"{batches.Count} messages for 400 events");
        Assert.Equal(400, batches.SelectMany(batch => batch.Events).Select(e => e.Id).Distinct().Count());
        Assert.Equal(400, batches.Sum(batch => batch.Events.Count));
        Assert.All(batches, batch => Assert.Single(batch.Events.Select(e => Contracts.V1.Partitioning.Of(e.Workspace, e.Source, e.Subject, 4)).Distinct()));
    }

    [Fact]
    public async Task Switched_off_every_event_has_a_message_of_its_own()
    {
        await using var single = await StartAsync(("KPI_GROUP_COMMIT", "off"));
        var lines = string.Join('\n', Enumerable.Range(0, 100).Select(i => Event($"off-{i}")));
        using var answer = await single.PostAsync(lines, "application/x-ndjson");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var batches = await single.DrainAsync();
        Assert.Equal(100, batches.Count);
        Assert.All(batches, batch => Assert.Single(batch.Events));
    }

    [Fact]
    public async Task Ten_thousand_events_of_one_request_travel_in_messages_of_at_most_five_hundred()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 10_000).Select(i => Event($"many-{i}")));
        using var answer = await host.PostAsync(lines, "application/x-ndjson");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var batches = await host.DrainAsync();
        Assert.Equal(10_000, batches.Sum(batch => batch.Events.Count));
        Assert.All(batches, batch => Assert.InRange(batch.Events.Count, 1, 500));
    }

    [Fact]
    public async Task A_paused_broker_means_503_in_time_and_202_as_soon_as_it_goes_on()
    {
        if (!broker.CanControl) Assert.Skip("This broker is not ours to pause.");
        broker.Pause();
        try
        {
            foreach (var round in Enumerable.Range(0, 4)) AssertAllRefusedInTime(await PostManyAsync(60, $"paused-{round}"));
        }
        finally
        {
            broker.Resume();
        }

        await AssertRecoversAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_broker_in_disk_alarm_means_503_in_time_and_not_ready_and_202_when_it_is_over()
    {
        if (!broker.CanControl) Assert.Skip("This broker's limits are not ours to set.");
        await broker.CtlAsync("set_disk_free_limit", "900GB");
        try
        {
            foreach (var round in Enumerable.Range(0, 3)) AssertAllRefusedInTime(await PostManyAsync(20, $"alarm-{round}"));
            await host.ReadyAsync(wanted: false);
            Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/health/live")).StatusCode);
        }
        finally
        {
            await broker.CtlAsync("set_disk_free_limit", "50MB");
        }

        await AssertRecoversAsync(TimeSpan.FromSeconds(10));
        await host.ReadyAsync();
    }

    [Fact]
    public async Task A_missing_queue_means_503_never_a_silent_202_and_is_declared_again()
    {
        await using (var connection = await new ConnectionFactory { Uri = host.Vhost }.CreateConnectionAsync())
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
        if (!broker.CanControl) Assert.Skip("This broker is not ours to stop.");
        var restart = broker.RestartAsync(kill: true);
        while (!restart.IsCompleted) Assert.All(await PostManyAsync(5, "restart"), answer => Assert.True(answer.Took < Limit + TimeSpan.FromSeconds(0.5), $"took {answer.Took}"));
        await restart;
        await AssertRecoversAsync(TimeSpan.FromSeconds(20));
    }

    private async Task<IngestionHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var started = new IngestionHost(await broker.NewVhostAsync("commit"), settings);
        await started.ReadyAsync();
        using var warm = await started.PostAsync(Event("warm"));
        await started.DrainAsync();
        return started;
    }

    private async Task AssertRecoversAsync(TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        while ((await PostAsync("back")).Status != HttpStatusCode.Accepted)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < patience, $"still refused after {patience}");
            await Task.Delay(100);
        }
    }

    private static void AssertAllRefusedInTime((HttpStatusCode Status, TimeSpan Took)[] answers) => Assert.All(answers, answer =>
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.True(answer.Took < Limit, $"took {answer.Took}");
    });

    private Task<(HttpStatusCode Status, TimeSpan Took)[]> PostManyAsync(int count, string name) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => PostAsync($"{name}-{i}")));

    private async Task<(HttpStatusCode Status, TimeSpan Took)> PostAsync(string id)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await host.PostAsync(Event(id));
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) Assert.NotNull(answer.Headers.RetryAfter);
        return (answer.StatusCode, Stopwatch.GetElapsedTime(started));
    }

    private static string Event(string id) =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"/z/acme","type":"helpdesk.ticket.pended","subject":"{{id}}","time":"2026-03-02T09:05:00Z"}""";
}
