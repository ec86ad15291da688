using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>Ingestion as it runs, with connections of the workspace <c>acme</c>.</summary>
internal sealed class ConnectedHost : IAsyncDisposable
{
    private readonly string sources = Path.Combine(Path.GetTempPath(), $"kpi-sources-{Guid.NewGuid():N}.json");
    private IngestionHost host = null!;

    public HttpClient Http => host.Http;

    public static async Task<ConnectedHost> StartAsync(string vhost, params (string Source, string Secret, object? Options)[] connections)
    {
        var started = new ConnectedHost();
        var at = DateTimeOffset.UnixEpoch;
        var entries = connections.Select((each, i) => new
        {
            id = $"c_{i}",
            source = each.Source,
            workspace = "acme",
            account = "main",
            created_at = at,
            options = each.Options ?? new { },
            secrets = new[] { new { id = $"s_{i}", created_at = at, value = each.Secret } },
        });
        await File.WriteAllTextAsync(started.sources, JsonSerializer.Serialize(new { connections = entries }));
        started.host = new IngestionHost(await (await RabbitMqServer.GetAsync()).NewVhostAsync(vhost), ("KPI_SOURCES_FILE", started.sources));
        started.host.Http.DefaultRequestHeaders.Authorization = null;
        await started.host.ReadyAsync();
        return started;
    }

    public Uri Url(string source, string query = "", string workspace = "acme") => new(host.Http.BaseAddress!, $"/v1/webhooks/{source}/{workspace}{query}");

    /// <summary>What has come to the bus since it was last asked: at least so many, if they come at all.</summary>
    public async Task<IReadOnlyList<CanonicalEvent>> TakenAsync(int atLeast)
    {
        List<CanonicalEvent> taken = [];
        for (var i = 0; i < 20 && (i == 0 || taken.Count < atLeast); i++) taken.AddRange((await host.DrainAsync()).SelectMany(batch => batch.Events));
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        File.Delete(sources);
    }
}
