using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace KpiPlatform.Ingestion.Tests.Events;

/// <summary>What the front door does not let in, and what it keeps to itself.</summary>
public sealed class FrontDoorTests(WireTests.Fixture fixture) : WireTests(fixture)
{
    [Theory]
    [InlineData("text/plain", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "br", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "gzip", HttpStatusCode.BadRequest)]
    public async Task Forms_and_encodings_it_does_not_know_are_refused(string type, string? encoding, HttpStatusCode expected)
    {
        using var answer = await Host.PostAsync(Good, type, request =>
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
        using var answer = await Host.Http.PostAsync("/v1/events", content);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413_with_and_without_its_length(bool chunked)
    {
        using var answer = await Host.PostAsync(Padded(1024 * 1024), change: request => request.Headers.TransferEncodingChunked = chunked);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task More_than_ten_thousand_events_are_413()
    {
        using var answer = await Host.PostAsync($"[{string.Join(',', Enumerable.Repeat("1", 10_001))}]", "application/cloudevents-batch+json");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{}{}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/z\",\"type\":\"helpdesk.survey.answered\",\"subject\":\"t\",\"time\":\"2026-03-02T09:05:00Z\",\"data\":{\"kind\":\"csat\",\"score\":5,\"scale\":\"1-5\",\"\\ud800\":1}}")]
    [InlineData("{\"a\":NaN}")]
    public async Task What_is_no_JSON_is_400(string body)
    {
        using var answer = await Host.PostAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Too_deep_JSON_is_400()
    {
        using var answer = await Host.PostAsync(Good.Replace("\"email\"", new string('[', 100_000), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("kpi_live_unknown", HttpStatusCode.Unauthorized)]
    [InlineData(IngestionHost.ReadOnlyKey, HttpStatusCode.Forbidden)]
    public async Task Without_a_key_that_may_write_events_nothing_is_taken(string? key, HttpStatusCode expected)
    {
        Host.Http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var answer = await Host.PostAsync(Good);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Empty(await Host.DrainAsync());
    }

    [Theory]
    [InlineData("", HttpStatusCode.Accepted)]
    [InlineData(" ", HttpStatusCode.Unauthorized)]
    public async Task A_signature_stands_in_for_a_key_as_long_as_the_body_is_as_signed(string change, HttpStatusCode expected)
    {
        Host.Http.DefaultRequestHeaders.Authorization = null;
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var mac = HMACSHA256.HashData(Convert.FromBase64String(IngestionHost.Secret), Encoding.UTF8.GetBytes($"msg_1.{timestamp}.{Good}"));
        using var answer = await Host.PostAsync(Good + change, change: request =>
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
        using var answer = await Host.PostAsync(body);
        var written = System.Text.Json.JsonSerializer.Serialize(await Host.DrainAsync());
        Assert.Contains("\"customer\":\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", written, StringComparison.Ordinal);
    }

    private static string Padded(int size) => Good.Replace("\"data\"", $"\"pad\":\"{new string('x', size)}\",\"data\"", StringComparison.Ordinal);
}
