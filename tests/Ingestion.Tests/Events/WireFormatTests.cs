using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Ingestion.Tests.Events;

public sealed class WireFormatTests(WireFormatTests.Fixture fixture) : IClassFixture<WireFormatTests.Fixture>, IAsyncLifetime
{
    private const string Good = """{"specversion":"1.0","id":"e1","source":"/z/acme","type":"helpdesk.ticket.opened","subject":"t1","time":"2026-03-02T09:05:00Z","data":{"channel":"email"}}""";
    private readonly IngestionHost host = fixture.Host;

    public async ValueTask InitializeAsync()
    {
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", IngestionHost.Key);
        await host.DrainAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/cloudevents+json; charset=utf-8")]
    [InlineData("application/json")]
    public async Task A_structured_event_is_on_the_bus_when_202_is_answered(string type)
    {
        using var answer = await host.PostAsync(Good, type);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("""{"accepted":1,"duplicates_in_request":0,"ignored":[]}""", await answer.Content.ReadAsStringAsync());
        var taken = Assert.Single((await host.DrainAsync()).SelectMany(batch => batch.Events));
        Assert.Equal(("acme", "t1", Channel.Email), (taken.Workspace, taken.Subject, taken.Data.Channel));
    }

    [Fact]
    public async Task Binary_mode_takes_attributes_from_percent_encoded_headers()
    {
        using var answer = await host.PostAsync("""{"author":"customer"}""", "application/json; charset=utf-8", request =>
        {
            request.Headers.Add("ce-specversion", "1.0");
            request.Headers.Add("ce-type", EventTypes.TicketReplied);
            request.Headers.Add("ce-time", "2026-03-02T03:56:24Z");
            request.Headers.Add("ce-id", "1234-1234-1234");
            request.Headers.Add("ce-source", "/z/acme");
            request.Headers.Add("ce-subject", "Euro%20%E2%82%AC%20%F0%9F%98%80");
            request.Headers.Add("ce-comexampleextension1", "value");
        });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("Euro € 😀", Assert.Single((await host.DrainAsync()).SelectMany(batch => batch.Events)).Subject);
    }

    [Fact]
    public async Task The_senders_trace_goes_with_the_event()
    {
        using var answer = await host.PostAsync(Good, change: request => request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        var taken = Assert.Single((await host.DrainAsync()).SelectMany(batch => batch.Events));
        Assert.StartsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-", taken.TraceParent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"quoted\\\"x\"", "quoted\"x")]
    [InlineData("a%20b%25", "a b%")]
    [InlineData("100%", null)]
    [InlineData("%zz", null)]
    [InlineData("%ff", null)]
    [InlineData("ä", null)]
    public void Header_values_are_unquoted_and_decoded_or_refused(string header, string? expected) => Assert.Equal(expected, Ingestion.Events.HeaderEnvelope.Decode(header));

    [Fact]
    public async Task A_header_that_is_no_UTF8_is_named()
    {
        using var answer = await host.PostAsync("{}", "application/json", request =>
        {
            request.Headers.Add("ce-specversion", "1.0");
            request.Headers.Add("ce-subject", "%C3%28");
        });
        var errors = (await IngestionHost.JsonAsync(answer)).GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("pointer")} {e.GetProperty("code")}");
        Assert.Equal(["/subject bad_text", "/id missing", "/source missing", "/type missing", "/time missing"], errors);
    }

    [Fact]
    public async Task In_a_batch_good_events_are_taken_repeats_and_strangers_counted_and_bad_ones_listed()
    {
        var stranger = Good.Replace("helpdesk.ticket.opened", "com.example.other", StringComparison.Ordinal);
        var bad = Good.Replace("email", "fax", StringComparison.Ordinal).Replace("\"t1\"", "7", StringComparison.Ordinal);
        using var answer = await host.PostAsync($"[{Good},{Good},{stranger},{bad},5]", "application/cloudevents-batch+json");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(
            """{"accepted":1,"duplicates_in_request":1,"ignored":[{"reason":"unknown_type","n":1}],"errors":[{"index":3,"pointer":"/subject","code":"wrong_type","detail":"Must be a string, not a number."},{"index":3,"pointer":"/data/channel","code":"unknown_word","detail":"Must be one of chat, email, other, social, voice, web."},{"index":4,"pointer":"","code":"wrong_type","detail":"An event must be an object, not a number."}]}""",
            await answer.Content.ReadAsStringAsync());
        Assert.Single((await host.DrainAsync()).SelectMany(batch => batch.Events));
    }

    [Fact]
    public async Task Lines_are_events_and_empty_lines_are_nothing()
    {
        var second = Good.Replace("e1", "e2", StringComparison.Ordinal);
        using var answer = await host.PostAsync($"{Good}\r\n\n{second}\n{{", "application/x-ndjson");
        var json = await IngestionHost.JsonAsync(answer);
        Assert.Equal((HttpStatusCode.Accepted, 2), (answer.StatusCode, json.GetProperty("accepted").GetInt32()));
        Assert.Equal(2, json.GetProperty("errors")[0].GetProperty("index").GetInt32());
    }

    [Fact]
    public async Task A_batch_with_nothing_good_is_400_and_an_empty_one_is_202()
    {
        using var bad = await host.PostAsync("[1]", "application/cloudevents-batch+json");
        using var empty = await host.PostAsync("[]", "application/cloudevents-batch+json");
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Accepted), (bad.StatusCode, empty.StatusCode));
        Assert.Equal("application/problem+json", bad.Content.Headers.ContentType!.MediaType);
        Assert.Equal(32, (await IngestionHost.JsonAsync(bad)).GetProperty("trace_id").GetString()!.Length);
    }

    [Theory]
    [InlineData("text/plain", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "br", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "gzip", HttpStatusCode.BadRequest)]
    public async Task Forms_and_encodings_it_does_not_know_are_refused(string type, string? encoding, HttpStatusCode expected)
    {
        using var answer = await host.PostAsync(Good, type, request =>
        {
            if (encoding is not null) request.Content!.Headers.ContentEncoding.Add(encoding);
        });
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(500_000, HttpStatusCode.Accepted)]
    [InlineData(1024 * 1024, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Gzip_is_unpacked_up_to_the_limit(int padding, HttpStatusCode expected)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(Padded(padding)));
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await host.Http.PostAsync("/v1/events", content);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413_with_and_without_its_length(bool chunked)
    {
        using var answer = await host.PostAsync(Padded(1024 * 1024), change: request => request.Headers.TransferEncodingChunked = chunked);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task More_than_ten_thousand_events_are_413()
    {
        using var answer = await host.PostAsync($"[{string.Join(',', Enumerable.Repeat("1", 10_001))}]", "application/cloudevents-batch+json");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":NaN}")]
    public async Task What_is_no_JSON_is_400(string body)
    {
        using var answer = await host.PostAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Too_deep_JSON_is_400()
    {
        using var answer = await host.PostAsync(Good.Replace("\"email\"", new string('[', 100_000), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("kpi_live_unknown", HttpStatusCode.Unauthorized)]
    [InlineData(IngestionHost.ReadOnlyKey, HttpStatusCode.Forbidden)]
    public async Task Without_a_key_that_may_write_events_nothing_is_taken(string? key, HttpStatusCode expected)
    {
        host.Http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var answer = await host.PostAsync(Good);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Empty(await host.DrainAsync());
    }

    [Theory]
    [InlineData("", HttpStatusCode.Accepted)]
    [InlineData(" ", HttpStatusCode.Unauthorized)]
    public async Task A_signature_stands_in_for_a_key_as_long_as_the_body_is_as_signed(string change, HttpStatusCode expected)
    {
        host.Http.DefaultRequestHeaders.Authorization = null;
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var mac = HMACSHA256.HashData(Convert.FromBase64String(IngestionHost.Secret), Encoding.UTF8.GetBytes($"msg_1.{timestamp}.{Good}"));
        using var answer = await host.PostAsync(Good + change, change: request =>
        {
            request.Headers.Add("webhook-id", "msg_1");
            request.Headers.Add("webhook-timestamp", $"{timestamp}");
            request.Headers.Add("webhook-signature", "v1,nonsense v1," + Convert.ToBase64String(mac));
        });
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task No_text_of_a_message_and_no_customer_reaches_the_bus()
    {
        var body = Good.Replace("\"channel\"", "\"customer\":\"canary@example.com\",\"text\":\"canary\",\"subject\":\"canary\",\"channel\"", StringComparison.Ordinal)
            .Replace("\"data\"", "\"comment\":\"canary\",\"data\"", StringComparison.Ordinal);
        using var answer = await host.PostAsync(body);
        var written = System.Text.Json.JsonSerializer.Serialize(await host.DrainAsync());
        Assert.Contains("\"customer\":\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", written, StringComparison.Ordinal);
    }

    private static string Padded(int size) => Good.Replace("\"data\"", $"\"pad\":\"{new string('x', size)}\",\"data\"", StringComparison.Ordinal);

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
