using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Clients;

/// <summary>Libraries that nobody here wrote sign and send to the service as it runs.</summary>
public sealed class NodeClientTests(NodeClientTests.Fixture fixture) : IClassFixture<NodeClientTests.Fixture>
{
    private const string Token = "a-token-for-the-sdk";
    private const string Shared = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task The_CloudEvents_SDK_sends_in_all_modes()
    {
        Assert.SkipWhen(NodeClients.WhyNot is not null, NodeClients.WhyNot ?? "");
        var answers = await NodeClients.RunAsync("cloudevents.js", fixture.Url("cloudevents"), Token);
        Assert.Equal([202, 202], answers.Take(2).Select(answer => answer.GetProperty("status").GetInt32()));
        Assert.Contains("unknown_type", answers[2].GetProperty("body").GetString(), StringComparison.Ordinal);
        var taken = await fixture.TakenAsync();
        Assert.Equal([("sdk-1", EventTypes.TicketOpened, "t 1"), ("sdk-2", EventTypes.TicketResolved, "t-€ 1")], taken.OrderBy(e => e.Id, StringComparer.Ordinal).Select(e => (e.Id, e.Type, e.Subject)));
    }

    [Fact]
    public async Task The_Standard_Webhooks_library_signs_what_is_taken()
    {
        Assert.SkipWhen(NodeClients.WhyNot is not null, NodeClients.WhyNot ?? "");
        var answers = await NodeClients.RunAsync("standardwebhooks.js", fixture.Url("standard-webhooks"), Shared);
        Assert.Equal([("signed", 202), ("forged", 401)], answers.Select(answer => (answer.GetProperty("what").GetString()!, answer.GetProperty("status").GetInt32())));
        Assert.Equal(("msg_standardwebhooks", "/standard-webhooks/main"), Assert.Single(await fixture.TakenAsync()) is var e ? (e.Id, e.Source) : default);
    }

    [Fact]
    public async Task The_Svix_library_signs_what_is_taken()
    {
        Assert.SkipWhen(NodeClients.WhyNot is not null, NodeClients.WhyNot ?? "");
        var answers = await NodeClients.RunAsync("svix.js", fixture.Url("standard-webhooks"), Shared);
        Assert.Equal([("signed", 202), ("another time", 401)], answers.Select(answer => (answer.GetProperty("what").GetString()!, answer.GetProperty("status").GetInt32())));
        Assert.Equal(("msg_svix", EventTypes.TicketResolved), Assert.Single(await fixture.TakenAsync()) is var e ? (e.Id, e.Type) : default);
    }

    /// <summary>A service with a connection for each client.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private readonly string sources = Path.Combine(Path.GetTempPath(), $"kpi-sources-{Guid.NewGuid():N}.json");
        private IngestionHost host = null!;

        public async ValueTask InitializeAsync()
        {
            await File.WriteAllTextAsync(sources, $$"""
                {"connections":[
                  {"id":"c_1","source":"cloudevents","workspace":"acme","account":"main","created_at":"2026-01-01T00:00:00Z","secrets":[{"id":"s_1","created_at":"2026-01-01T00:00:00Z","value":"{{Token}}"}]},
                  {"id":"c_2","source":"standard-webhooks","workspace":"acme","account":"main","created_at":"2026-01-01T00:00:00Z","secrets":[{"id":"s_2","created_at":"2026-01-01T00:00:00Z","value":"{{Shared}}"}]}]}
                """);
            host = new IngestionHost(await (await RabbitMqServer.GetAsync()).NewVhostAsync("clients"), ("KPI_SOURCES_FILE", sources));
            await host.ReadyAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            File.Delete(sources);
        }

        internal Uri Url(string source) => new(host.Http.BaseAddress!, $"/v1/webhooks/{source}/acme");

        internal async Task<IReadOnlyList<CanonicalEvent>> TakenAsync() => [.. (await host.DrainAsync()).SelectMany(batch => batch.Events)];
    }
}
