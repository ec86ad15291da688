using System.Diagnostics;
using System.Net;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Publishing;

/// <summary>The service on a virtual Host of the test's own, and posting to it with an eye on the clock.</summary>
public abstract class CommitTests : IAsyncLifetime
{
    /// <summary>For who finds out that the broker is away.</summary>
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(2.5);

    /// <summary>For everybody after that: less than anybody waits for a broker.</summary>
    protected static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1.2);

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

    private protected static void AssertAllTaken((HttpStatusCode Status, TimeSpan Took)[] answers, TimeSpan limit) => Assert.All(answers, answer =>
    {
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.True(answer.Took < limit, $"took {answer.Took}");
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
