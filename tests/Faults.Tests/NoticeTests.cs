using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace KpiPlatform.Faults.Tests;

/// <summary>Promises that are broken while the platform breaks, too: everybody who wants to know is told, more than once if need be.</summary>
public sealed class NoticeTests
{
    private const int Tickets = 40;

    [Fact]
    public async Task No_breach_is_lost_when_the_aggregator_is_killed_while_it_tells_of_them_and_the_receiver_fails()
    {
        await using var stack = await KpiStack.StartAsync();
        using var workspace = await Workspace.NewAsync(stack, "notices");
        using var receiver = new HookReceiver();
        await using var listener = await ListenAsync(stack.RabbitMq);
        using var admin = new HttpClient { BaseAddress = stack.QueryUrl };
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await stack.NewKeyAsync("notices", "admin"));
        await Eventually.HoldsAsync(async () => await PutAsync(admin, "targets/quick", """{"kpi":"response_time","threshold":3,"at_risk":1}"""));
        var secret = await stack.SigningSecretAsync("notices");
        await PutAsync(admin, "webhooks/all", JsonSerializer.Serialize(new { url = receiver.Url, events = new[] { "sla.breached", "sla.met" }, secret }));

        await Task.WhenAll(Enumerable.Range(0, Tickets).Select(i => workspace.TakenAsync(Opened(i))));
        await workspace.TakenAsync(Opened(Tickets));
        await workspace.TakenAsync(Event(Tickets, "ticket.replied", new { author = "agent", agent = "ann" }));
        await Eventually.HoldsAsync(() => At(receiver.Calls.Count >= 8), TimeSpan.FromSeconds(30));
        await stack.KillAggregatorAsync(0);
        await stack.StartAggregatorAsync();

        await Eventually.HoldsAsync(() => At(Taken(receiver, "sla.breached").Count() == Tickets && Taken(receiver, "sla.met").Any()), TimeSpan.FromSeconds(60));
        Assert.Equal([Tickets.ToString("'t'0", CultureInfo.InvariantCulture)], Taken(receiver, "sla.met"));
        Assert.Equal(Tickets + 1, receiver.Calls.Select(c => c.Id).Distinct().Count());
        Assert.Contains(receiver.Calls, c => c.Answer == 503);
        await SignedAsync(stack, receiver.Calls.First());
        await Eventually.HoldsAsync(async () => Assert.Equal(Tickets + 1, await listener.HeardAsync()));
    }

    /// <summary>The platform's own front door knows the signature, and no other.</summary>
    private static async Task SignedAsync(KpiStack stack, HookCall call)
    {
        using var http = new HttpClient { BaseAddress = stack.IngestUrl };
        var tampered = (byte[])call.Body.Clone();
        tampered[^2]++;
        foreach (var (body, status) in new[] { (call.Body, HttpStatusCode.BadRequest), (tampered, HttpStatusCode.Unauthorized) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/cloudevents+json");
            foreach (var (name, value) in new[] { ("webhook-id", call.Id), ("webhook-timestamp", call.Timestamp), ("webhook-signature", call.Signature) }) request.Headers.Add(name, value);
            using var answer = await http.SendAsync(request);
            Assert.Equal(status, answer.StatusCode); // a breach is no event of a help desk
        }
    }

    private static IEnumerable<string> Taken(HookReceiver receiver, string type) =>
        receiver.Calls.Where(c => c.Answer == 204 && c.Type == type).Select(c => c.Subject).Distinct(StringComparer.Ordinal);

    private static Task At(bool holds)
    {
        Assert.True(holds);
        return Task.CompletedTask;
    }

    private static async Task PutAsync(HttpClient client, string path, string body)
    {
        using var answer = await client.PutAsync("/v1/" + path, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Opened(int number) => Event(number, "ticket.opened", new { channel = "chat" });

    private static string Event(int number, string type, object data) => JsonSerializer.Serialize(new
    {
        specversion = "1.0",
        id = $"{type}{number}",
        source = "/faults/a",
        type = "helpdesk." + type,
        subject = $"t{number}",
        time = TimeProvider.System.GetUtcNow(),
        data,
    });

    /// <summary>A queue of somebody who listens to the platform's notices.</summary>
    private static async Task<Listener> ListenAsync(Uri rabbit)
    {
        var connection = await new ConnectionFactory { Uri = rabbit }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync("listener", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(queue.QueueName, "kpi.notices", "");
        return new Listener(connection, channel);
    }

    private sealed class Listener(IConnection connection, IChannel channel) : IAsyncDisposable
    {
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

        public async Task<int> HeardAsync()
        {
            while (await channel.BasicGetAsync("listener", autoAck: true) is { } message)
                _ids.Add(JsonDocument.Parse(message.Body).RootElement.GetProperty("message").GetProperty("id").GetString()!);
            return _ids.Count;
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
