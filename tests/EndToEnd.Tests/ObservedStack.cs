using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KpiPlatform.Testing;

namespace KpiPlatform.EndToEnd.Tests;

/// <summary>A stack that does everything it can do once, under the eyes of a collector.</summary>
public sealed class ObservedStack : IAsyncLifetime
{
    public const string Workspace = "observed";
    public static readonly string ConnectionSecret = RandomNumberGenerator.GetHexString(40, lowercase: true);
    public static readonly string HookSecret = RandomNumberGenerator.GetHexString(40, lowercase: true);
    public static readonly string QuerySecret = RandomNumberGenerator.GetHexString(40, lowercase: true);
    private const int Crowd = 24;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    internal OtlpReceiver Receiver { get; private set; } = null!;

    internal World World { get; private set; } = null!;

    internal KpiStack Stack { get; private set; } = null!;

    /// <summary>The trace ids of requests that were sent at the same time, half of them webhooks.</summary>
    internal IReadOnlyList<string> Together { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Receiver = await OtlpReceiver.StartAsync();
        World = await World.StartAsync();
        // All in one partition, so that what is sent at the same time travels together.
        Stack = await TracedStack.StartAsync(Receiver.Address, ("KPI_PARTITIONS", "1"), ("OTEL_BLRP_SCHEDULE_DELAY", "200"), ("OTEL_METRIC_EXPORT_INTERVAL", "1000"), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"));
        using var workspace = await Testing.Workspace.NewAsync(Stack, Workspace, connections: Crowd);
        await workspace.TakenAsync(Opened("breached", _now.AddHours(-1)));
        // Counted before there is a target, so that it is folded again for it.
        await Eventually.HoldsAsync(async () => Assert.Equal(1, (await workspace.NumberAsync("tickets_opened", "window=24h")).GetProperty("value").GetDouble()));
        await workspace.PutAsync("/v1/webhooks/slack", $$"""{"url":"{{World.Address}}/hooks/{{HookSecret}}?token={{QuerySecret}}","events":["sla.breached"]}""");
        await workspace.PutAsync("/v1/targets/fast", """{"kpi":"first_response_time","stat":"p90","threshold":60,"scope":{}}""");
        await ConnectAsync();
        await SendTogetherAsync(workspace);
        await SendNonsenseAsync(workspace);
        await AskAsync(workspace);
        await TracedStack.TellAsync(Receiver.Address, () => Stack.AggregatorAsync("rebuild"));
        await TracedStack.TellAsync(Receiver.Address, () => Stack.AggregatorAsync("retain", "--keep-log", "36500d"));
    }

    public async ValueTask DisposeAsync()
    {
        if (Stack is not null) await Stack.DisposeAsync();
        if (World is not null) await World.DisposeAsync();
        if (Receiver is not null) await Receiver.DisposeAsync();
    }

    private static string Opened(string ticket, DateTimeOffset at) =>
        $$$"""{"specversion":"1.0","id":"{{{ticket}}}","source":"/own/a","type":"helpdesk.ticket.opened","subject":"{{{ticket}}}","time":"{{{at:O}}}","data":{"channel":"email"}}""";

    private async Task ConnectAsync()
    {
        var connection = new
        {
            id = "c_1",
            source = "chatwoot",
            workspace = Workspace,
            account = "3",
            created_at = "2026-01-01T00:00:00Z",
            secrets = new[] { new { id = "w_1", created_at = "2026-01-01T00:00:00Z", value = ConnectionSecret } },
            options = new { pull = new { url = World.Address, token = ConnectionSecret, account = 3, every_minutes = 1 } },
        };
        await File.WriteAllTextAsync(Path.Combine(Stack.Folder, "sources.json.new"), JsonSerializer.Serialize(new { connections = new[] { connection } }));
        File.Move(Path.Combine(Stack.Folder, "sources.json.new"), Path.Combine(Stack.Folder, "sources.json"), overwrite: true);
        await Eventually.HoldsAsync(async () => await WebhookAsync("first", 1));
    }

    private async Task SendTogetherAsync(Workspace workspace)
    {
        var traces = Enumerable.Range(0, Crowd).Select(_ => ActivityTraceId.CreateRandom().ToHexString()).ToList();
        await Task.WhenAll(traces.Select((trace, i) => i % 2 == 0 ? WebhookAsync(trace, 100 + i) : workspace.TakenAsync(Opened("t" + trace, _now.AddMinutes(-5)), traceParent: $"00-{trace}-b7ad6b7169203331-01")));
        Together = traces;
    }

    /// <summary>A customer's message, signed as Chatwoot does.</summary>
    private async Task WebhookAsync(string trace, int conversation)
    {
        var body = Encoding.UTF8.GetBytes($$$"""
            {"event":"message_created","account":{"id":3},"id":{{{conversation}}},"message_type":"incoming","private":false,"created_at":"{{{_now.AddMinutes(-5):O}}}","content_attributes":{},"sender":{"id":500,"type":"contact"},
             "conversation":{"id":{{{conversation}}},"channel":"Channel::Email","labels":[],"messages":[],"meta":{"sender":{"id":500,"type":"contact"},"assignee":null},"status":"open","created_at":{{{_now.AddMinutes(-5).ToUnixTimeSeconds()}}} } }
            """);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Stack.IngestUrl, $"/v1/webhooks/chatwoot/{Workspace}?source={QuerySecret}")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (trace.Length == 32) request.Headers.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        foreach (var (name, value) in VendorSignatures.Of("chatwoot", ConnectionSecret, body, TimeProvider.System.GetUtcNow())) request.Headers.Add(name, value);
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        if (!said.Contains("\"accepted\":1", StringComparison.Ordinal)) throw new InvalidOperationException($"{answer.StatusCode}: {said}");
    }

    /// <summary>What is wrong, known, or made up: sources, types, workspaces, paths, methods, hosts.</summary>
    private async Task SendNonsenseAsync(Workspace workspace)
    {
        using var twice = await workspace.PostAsync($"[{Opened("twice", _now)},{Opened("twice", _now)}]", "application/cloudevents-batch+json");
        await workspace.TakenAsync(Opened("twice", _now));
        await workspace.TakenAsync(Opened("other", _now).Replace("helpdesk.ticket.opened", "com.example.other", StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = Stack.IngestUrl };
        for (var i = 0; i < 40; i++)
        {
            using var bad = await workspace.PostAsync(Opened("x", _now).Replace("ticket.opened", $"made.up{i}", StringComparison.Ordinal).Replace("/own/a", $"/made/up{i}", StringComparison.Ordinal));
            using var unknown = await http.PostAsync(new Uri($"/v1/webhooks/vendor{i}/workspace{i}?token={QuerySecret}", UriKind.Relative), content: null);
            using var nowhere = await http.SendAsync(new HttpRequestMessage(new HttpMethod($"METHOD{i}"), $"/path{i}?token={QuerySecret}") { Headers = { Host = $"host{i}.example" } });
        }
    }

    private async Task AskAsync(Workspace workspace)
    {
        await workspace.AskAsync("/v1/summary?kpi=tickets_opened,first_response_time&window=24h");
        await workspace.AskAsync("/v1/timeseries?kpi=tickets_opened&window=24h&interval=hour");
        await workspace.AskAsync("/v1/breakdown?kpi=tickets_opened&group_by=channel&window=7d");
        await Assert.ThrowsAsync<InvalidOperationException>(() => workspace.AskAsync($"/v1/summary?kpi=nonsense&token={QuerySecret}"));
        using var http = new HttpClient { BaseAddress = Stack.QueryUrl };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", workspace.Key);
        for (var i = 0; i < 20; i++)
        {
            using var nowhere = await http.GetAsync($"/v1/nowhere{i}?token={QuerySecret}");
        }
    }
}

[CollectionDefinition("observed")]
public sealed class ObservedCollection : ICollectionFixture<ObservedStack>;
