using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Tests.Sources;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Reconciling;

/// <summary>A help desk, the service, and what they should have to say to each other.</summary>
public sealed partial class ReconciliationTests
{
    private static async Task<FakeHelpDesk> DeskAsync(string vendor, int tickets)
    {
        var some = FakeTicket.Some(tickets, Now());
        FakeHelpDesk desk = vendor switch { "chatwoot" => new FakeChatwoot { Tickets = some }, "zendesk" => new FakeZendesk { Tickets = some }, _ => new FakeZammad { Tickets = some } };
        await desk.StartAsync();
        return desk;
    }

    private async Task<IngestionHost> HostAsync(FakeHelpDesk desk, decimal? everyMinutes, string token = FakeHelpDesk.Token)
    {
        WriteSources(desk, everyMinutes, token);
        var vhost = await (await RabbitMqServer.GetAsync()).NewVhostAsync("reconciling");
        var host = new IngestionHost(vhost, ("KPI_SOURCES_FILE", Path.Combine(folder, "sources.json")), ("KPI_INGESTION_HOME", Path.Combine(folder, "home")));
        await host.ReadyAsync();
        return host;
    }

    private void WriteSources(FakeHelpDesk desk, decimal? everyMinutes, string token = FakeHelpDesk.Token)
    {
        var options = new JsonObject();
        if (everyMinutes is { } minutes)
        {
            var pull = desk.Options;
            (pull["url"], pull["token"], pull["every_minutes"]) = (desk.Url.AbsoluteUri, token, minutes);
            options["pull"] = pull;
        }

        var secret = new JsonObject { ["id"] = "s_1", ["created_at"] = "2026-01-01T00:00:00Z", ["value"] = Secret };
        var connection = new JsonObject
        {
            ["id"] = "c_1",
            ["source"] = desk.Source.Name,
            ["workspace"] = "acme",
            ["account"] = "main",
            ["created_at"] = "2026-01-01T00:00:00Z",
            ["secrets"] = new JsonArray(secret),
            ["options"] = options,
        };
        File.WriteAllText(Path.Combine(folder, "sources.json"), new JsonObject { ["connections"] = new JsonArray(connection) }.ToJsonString());
    }

    private static async Task DeliverAsync(IngestionHost host, FakeHelpDesk desk, JsonObject hook)
    {
        var body = Encoding.UTF8.GetBytes(hook.ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/webhooks/{desk.Source.Name}/acme") { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in desk.Source.Proofs[0].Sign(body, Secret, Now())!) request.Headers.Add(name, value);
        using var answer = await host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private static HashSet<string> Expected(FakeHelpDesk desk)
    {
        lock (desk.Gate) return desk.Tickets.SelectMany(ticket => Becomes.Record(desk.Source, desk.Record(ticket).ToJsonString()).Events).Select(e => e.Id).ToHashSet();
    }

    private static HashSet<string> Ids(IEnumerable<EventBatch> batches) => Ids(batches.SelectMany(batch => batch.Events));

    private static HashSet<string> Ids(IEnumerable<CanonicalEvent> events) => events.Select(e => e.Id).ToHashSet();

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();
}
