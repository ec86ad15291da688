using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Webhooks;
using KpiPlatform.Platform.Bus;
using Microsoft.AspNetCore.Mvc.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace KpiPlatform.Ingestion.Tests;

/// <summary>Ingestion as it runs, on Kestrel, against a virtual host of the test broker.</summary>
internal sealed class IngestionHost : IAsyncDisposable
{
    public const string Key = "kpi_live_test";
    public const string ReadOnlyKey = "kpi_live_reader";
    public const string Secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>MassTransit writes decimals as strings.</summary>
    private static readonly JsonSerializerOptions AsMassTransit = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowReadingFromString };

    private readonly WebApplicationFactory<Program> factory;
    private readonly string folder = Directory.CreateTempSubdirectory("kpi-ingestion-").FullName;
    private readonly string keys;

    public IngestionHost(Uri vhost, params (string Name, string Value)[] settings)
    {
        Vhost = vhost;
        keys = Path.Combine(folder, "keys.json");
        Home = Path.Combine(folder, "home");
        File.WriteAllText(keys, HostFiles.Keys());
        var sources = Path.Combine(folder, "sources.json");
        File.WriteAllText(sources, HostFiles.Sources());
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseSetting("urls", "http://127.0.0.1:0").UseSetting("KPI_RABBITMQ", vhost.AbsoluteUri).UseSetting("KPI_KEYS_FILE", keys)
                .UseSetting("KPI_SOURCES_FILE", sources).UseSetting("KPI_INGESTION_HOME", Home).UseSetting("KPI_INGEST_FAILED_LIMIT", "0").UseSetting("KPI_LOG_LEVEL", "Fatal");
            foreach (var (name, value) in settings) web.UseSetting(name, value);
        });
        factory.UseKestrel();
        factory.StartServer();
        Http = factory.CreateClient();
        Webhooks = factory.CreateClient();
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    /// <summary>With an API key.</summary>
    public HttpClient Http { get; }

    /// <summary>Without.</summary>
    public HttpClient Webhooks { get; }

    public Uri Vhost { get; }

    /// <summary>Where the spool is.</summary>
    public string Home { get; }

    public async Task<HttpResponseMessage> PostAsync(string body, string type = "application/cloudevents+json", Action<HttpRequestMessage>? change = null)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = content };
        change?.Invoke(request);
        return await Http.SendAsync(request);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    /// <summary>Takes all messages there are in the partition queues: until none has come for a while.</summary>
    public async Task<List<EventBatch>> DrainAsync()
    {
        await using var connection = await new ConnectionFactory { Uri = Vhost }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var arrived = System.Threading.Channels.Channel.CreateUnbounded<EventBatch>();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            Assert.Equal(DeliveryModes.Persistent, message.BasicProperties.DeliveryMode);
            arrived.Writer.TryWrite(JsonDocument.Parse(message.Body).RootElement.GetProperty("message").Deserialize<EventBatch>(AsMassTransit)!);
            return Task.CompletedTask;
        };
        for (var partition = 0; partition < 4; partition++) await channel.BasicConsumeAsync(BusNames.Partition(partition), autoAck: true, consumer);

        var batches = new List<EventBatch>();
        while (true)
        {
            await Task.Delay(400);
            if (!arrived.Reader.TryPeek(out _)) return batches;
            while (arrived.Reader.TryRead(out var batch)) batches.Add(batch);
        }
    }

    /// <summary>Waits until /health/ready says this: ok, degraded or failing.</summary>
    public async Task ReadyAsync(string wanted = "ok", int seconds = 30)
    {
        var said = "";
        for (var i = 0; i < seconds * 5; i++)
        {
            using var answer = await Http.GetAsync("/health/ready");
            Assert.Equal(answer.StatusCode == System.Net.HttpStatusCode.OK, (said = await answer.Content.ReadAsStringAsync()).Contains("\"status\":\"failing\"", StringComparison.Ordinal) is false);
            if (said.StartsWith($"{{\"status\":\"{wanted}\"", StringComparison.Ordinal)) return;
            await Task.Delay(200);
        }

        throw new TimeoutException($"/health/ready did not become {wanted}: {said}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Webhooks.Dispose();
        await factory.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The secret of the connection to this source.</summary>
    public static string WebhookSecret(string source) => source == "standard-webhooks" ? $"whsec_{Secret}" : $"very&secret&of&{source}";

    /// <summary>A delivery of a vendor, signed as the vendor would.</summary>
    public async Task<HttpResponseMessage> DeliverAsync(Source source, byte[] body, IEnumerable<KeyValuePair<string, string>>? headers = null, string? secret = null, string workspace = "acme")
    {
        var given = secret ?? WebhookSecret(source.Name);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/webhooks/{source.Name}/{workspace}") { Content = new ByteArrayContent(body) };
        var proof = source.Proofs.Select(each => each.Sign(body, given, TimeProvider.System.GetUtcNow())).OfType<IReadOnlyList<KeyValuePair<string, string>>>().FirstOrDefault();
        foreach (var (name, value) in (proof ?? []).Concat(headers ?? []))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return await Webhooks.SendAsync(request);
    }
}
