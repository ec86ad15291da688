using System.Net.Http.Headers;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Events;

/// <summary>The service on a broker of the class's own, empty and with a good key before each test.</summary>
public abstract class WireTests(WireTests.Fixture fixture) : IClassFixture<WireTests.Fixture>, IAsyncLifetime
{
    protected const string Good = """{"specversion":"1.0","id":"e1","source":"/z/acme","type":"helpdesk.ticket.opened","subject":"t1","time":"2026-03-02T09:05:00Z","data":{"channel":"email"}}""";

    private protected IngestionHost Host => fixture.Host;

    public async ValueTask InitializeAsync()
    {
        Host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", IngestionHost.Key);
        await Host.DrainAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal IngestionHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = new IngestionHost(await (await RabbitMqServer.GetAsync()).NewVhostAsync("wire"));
            await Host.ReadyAsync();
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
