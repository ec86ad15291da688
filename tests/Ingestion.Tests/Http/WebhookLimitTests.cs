using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Tests.Http;

/// <summary>What a webhook may not be, though its signature is good. No broker is needed: what is good goes to the spool.</summary>
public sealed class WebhookLimitTests : IAsyncDisposable
{
    private static readonly Source Typeform = SourceCatalogue.Find("typeform")!;
    private readonly IngestionHost host = new(new Uri("amqp://guest:guest@127.0.0.1:1/none"));

    public static TheoryData<string, string> Bad => new()
    {
        { """{"event_type":NaN}""", "bad JSON" },
        { """{"event_type":"form_response","event_type":"form_response"}""", "a member twice" },
        { $"{new string('[', 40)}{new string(']', 40)}", "too deep" },
        { $"[{string.Join(',', Enumerable.Repeat("1", 150_000))}]", "too many values" },
        { "{\"event_type\":\"\\ud800\"}", "half of a surrogate pair" },
        { "", "nothing" },
        { Answered("1970-01-01T00:00:00Z"), "a clock that stands at zero" },
        { Answered("0000-99-99"), "a date that is none" },
        { Answered("2026-03-02T09:05:00Z", score: "1e400"), "a number beyond all numbers" },
        { Answered("2026-03-02T09:05:00Z", score: "12"), "a score beyond its scale" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Is_refused_by_name(string body, string what)
    {
        using var answer = await host.DeliverAsync(Typeform, Encoding.UTF8.GetBytes(body));
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest || said.Contains("\"n\":1", StringComparison.Ordinal), $"{what}: {answer.StatusCode} {said}");
        Assert.DoesNotContain("\"accepted\":1", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_years_ahead_is_not_believed()
    {
        using var answer = await host.DeliverAsync(Typeform, Encoding.UTF8.GetBytes(Answered("2099-03-02T09:05:00Z")));
        Assert.Contains("\"accepted\":1", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_is_not_utf_8_is_refused()
    {
        using var answer = await host.DeliverAsync(Typeform, [.. "{\"event_type\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413()
    {
        using var answer = await host.DeliverAsync(Typeform, new byte[HttpLimits.SingleBytes + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_half_a_gigabyte_is_413_at_once()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var i = 0; i < 500; i++) gzip.Write(new byte[1024 * 1024]);
        }

        var started = Stopwatch.GetTimestamp();
        using var answer = await host.DeliverAsync(Typeform, packed.ToArray(), [KeyValuePair.Create("Content-Encoding", "gzip")]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_body_that_trickles_is_given_up()
    {
        var address = host.Webhooks.BaseAddress!;
        using var socket = new TcpClient(address.Host, address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("POST /v1/webhooks/typeform/acme HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray());
        var answer = new byte[100];
        var read = await stream.ReadAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(25));
        Assert.StartsWith("HTTP/1.1 408", Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private static string Answered(string time, string score = "4") =>
        $$$"""
        {"event_id":"1","event_type":"form_response","form_response":{"form_id":"f","token":"t","submitted_at":"{{{time}}}",
         "definition":{"fields":[{"id":"q","type":"rating","properties":{"steps":5}}]},
         "answers":[{"type":"number","number":{{{score}}},"field":{"id":"q","type":"rating"}}]}}
        """;
}
