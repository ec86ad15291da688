using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Tests.Sources;
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
        var taken = await fixture.TakenAsync(2);
        Assert.Equal([("sdk-1", EventTypes.TicketOpened, "t 1"), ("sdk-2", EventTypes.TicketResolved, "t-€ 1")], taken.OrderBy(e => e.Id, StringComparer.Ordinal).Select(e => (e.Id, e.Type, e.Subject)));
    }

    [Fact]
    public async Task The_Standard_Webhooks_library_signs_what_is_taken()
    {
        Assert.SkipWhen(NodeClients.WhyNot is not null, NodeClients.WhyNot ?? "");
        var answers = await NodeClients.RunAsync("standardwebhooks.js", fixture.Url("standard-webhooks"), Shared);
        Assert.Equal([("signed", 202), ("forged", 401)], answers.Select(answer => (answer.GetProperty("what").GetString()!, answer.GetProperty("status").GetInt32())));
        Assert.Equal(("msg_standardwebhooks", "/standard-webhooks/main"), Assert.Single(await fixture.TakenAsync(1)) is var e ? (e.Id, e.Source) : default);
    }

    [Fact]
    public async Task The_Svix_library_signs_what_is_taken()
    {
        Assert.SkipWhen(NodeClients.WhyNot is not null, NodeClients.WhyNot ?? "");
        var answers = await NodeClients.RunAsync("svix.js", fixture.Url("standard-webhooks"), Shared);
        Assert.Equal([("signed", 202), ("another time", 401)], answers.Select(answer => (answer.GetProperty("what").GetString()!, answer.GetProperty("status").GetInt32())));
        Assert.Equal(("msg_svix", EventTypes.TicketResolved), Assert.Single(await fixture.TakenAsync(1)) is var e ? (e.Id, e.Type) : default);
    }

    /// <summary>A service with a connection for each client.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private ConnectedHost host = null!;

        public async ValueTask InitializeAsync() => host = await ConnectedHost.StartAsync("clients", ("cloudevents", Token, null), ("standard-webhooks", Shared, null));

        public ValueTask DisposeAsync() => host.DisposeAsync();

        internal Uri Url(string source) => host.Url(source);

        internal Task<IReadOnlyList<CanonicalEvent>> TakenAsync(int count) => host.TakenAsync(count);
    }
}
