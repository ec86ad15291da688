using System.Diagnostics;
using System.Net;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Publishing;

/// <summary>The service on a virtual Host of the test's own, and posting to it with an eye on the clock.</summary>
public abstract class CommitTests : IAsyncLifetime
{
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private protected RabbitMqServer Broker { get; private set; } = null!;
    private protected IngestionHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Broker = await RabbitMqServer.GetAsync();
        Host = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Host.DisposeAsync();
    }

    private protected async Task<IngestionHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var started = new IngestionHost(await Broker.NewVhostAsync("commit"), settings);
        await started.ReadyAsync();
        using var warm = await started.PostAsync(Event("warm"));
        await started.DrainAsync();
        return started;
    }

    protected async Task AssertRecoversAsync(TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        while ((await PostAsync("back")).Status != HttpStatusCode.Accepted)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < patience, $"still refused after {patience}");
            await Task.Delay(100);
        }
    }

    protected static void AssertAllRefusedInTime((HttpStatusCode Status, TimeSpan Took)[] answers) => Assert.All(answers, answer =>
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.True(answer.Took < Limit, $"took {answer.Took}");
    });

    protected Task<(HttpStatusCode Status, TimeSpan Took)[]> PostManyAsync(int count, string name) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => PostAsync($"{name}-{i}")));

    protected async Task<(HttpStatusCode Status, TimeSpan Took)> PostAsync(string id)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await Host.PostAsync(Event(id));
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) Assert.NotNull(answer.Headers.RetryAfter);
        return (answer.StatusCode, Stopwatch.GetElapsedTime(started));
    }

    protected static string Event(string id) =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"/z/acme","type":"helpdesk.ticket.pended","subject":"{{id}}","time":"2026-03-02T09:05:00Z"}""";
}
