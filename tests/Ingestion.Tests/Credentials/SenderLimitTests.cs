using System.Net;
using System.Net.Http.Headers;
using KpiPlatform.Ingestion.Sources;

namespace KpiPlatform.Ingestion.Tests.Credentials;

/// <summary>How often a sender may ask, with and without good credentials. No broker is needed.</summary>
public sealed class SenderLimitTests
{
    private static readonly Uri Nobody = new("amqp://guest:guest@127.0.0.1:1/none");
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    [Fact]
    public async Task Each_sender_has_its_own_allowance_and_is_told_what_is_left_of_it()
    {
        await using var host = new IngestionHost(Nobody, ("KPI_INGEST_RATE_LIMIT", "3"));
        for (var left = 2; left >= 0; left--)
        {
            using var answer = await host.PostAsync("{}");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("\"default\";q=3;w=60", answer.Headers.GetValues("RateLimit-Policy").Single());
            Assert.StartsWith($"\"default\";r={left};t=", answer.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        }

        using var refused = await host.PostAsync("{}");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("rate_limited", (await IngestionHost.JsonAsync(refused)).GetProperty("code").GetString());

        for (var i = 0; i < 4; i++)
        {
            using var other = await host.DeliverAsync(SourceCatalogue.Find("typeform")!, Nothing);
            Assert.Equal(i < 3 ? HttpStatusCode.BadRequest : HttpStatusCode.TooManyRequests, other.StatusCode);
        }
    }

    [Fact]
    public async Task Whoever_guesses_is_soon_told_to_wait_and_keeps_nobody_behind_the_same_address_out()
    {
        await using var host = new IngestionHost(Nobody, ("KPI_INGEST_FAILED_LIMIT", "5"));
        var typeform = SourceCatalogue.Find("typeform")!;
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
        {
            using var guessed = i % 2 == 0 ? await host.DeliverAsync(typeform, Nothing, secret: $"guess {i}") : await host.PostAsync("{}", change: Guess);
            answers.Add(guessed.StatusCode);
            if (guessed.StatusCode == HttpStatusCode.TooManyRequests) Assert.NotNull(guessed.Headers.RetryAfter);
        }

        Assert.Equal(Enumerable.Repeat(HttpStatusCode.Unauthorized, 5).Concat(Enumerable.Repeat(HttpStatusCode.TooManyRequests, 3)), answers);
        using var head = await host.Webhooks.GetAsync("/v1/webhooks/typeform/acme");
        Assert.Equal(HttpStatusCode.TooManyRequests, head.StatusCode);
        foreach (var good in (Task<HttpResponseMessage>[])[host.PostAsync("{}"), host.DeliverAsync(typeform, Nothing)])
        {
            using var answer = await good;
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    private static void Guess(HttpRequestMessage request) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "kpi_live_guess");
}
