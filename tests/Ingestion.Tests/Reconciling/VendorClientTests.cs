using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using KpiPlatform.Ingestion.Reconciling;
using KpiPlatform.Ingestion.Sources;

namespace KpiPlatform.Ingestion.Tests.Reconciling;

/// <summary>How a vendor's API is asked, on answers made up here.</summary>
public sealed class VendorClientTests
{
    private static readonly PullSettings Settings = new(new Uri("https://desk.example/help"), "t0p-secret", "me@example.com/token", "3", TimeSpan.FromMinutes(15));

    [Fact]
    public async Task It_waits_as_long_as_it_is_told_and_asks_again()
    {
        var (answers, took) = (new Answers(Refusal(1), Json("[]")), Stopwatch.StartNew());

        Assert.Equal("[]", (await answers.Client.GetAsync("/api/x", CancellationToken.None))!.ToJsonString());

        Assert.True(took.Elapsed >= TimeSpan.FromSeconds(0.95), $"took {took.Elapsed}");
        Assert.Equal(["/help/api/x", "/help/api/x"], answers.Asked);
    }

    [Fact]
    public async Task It_rests_when_the_budget_is_nearly_used_up()
    {
        var answers = new Answers(Json("[]", ("X-Rate-Limit", "700"), ("X-Rate-Limit-Remaining", "69"), ("RateLimit-Reset", "1")));
        var took = Stopwatch.StartNew();

        await answers.Client.GetAsync("/api/x", CancellationToken.None);

        Assert.True(took.Elapsed >= TimeSpan.FromSeconds(0.95), $"took {took.Elapsed}");
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task What_cannot_get_better_is_not_asked_again_and_says_no_secret(HttpStatusCode status)
    {
        var answers = new Answers(new HttpResponseMessage(status));

        var e = await Assert.ThrowsAsync<PullException>(() => answers.Client.GetAsync("/api/x?query=private", CancellationToken.None));

        Assert.Contains($"/help/api/x answered {(int)status}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("private", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("t0p-secret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_tried_again_and_what_is_not_there_is_nothing()
    {
        var answers = new Answers(new HttpResponseMessage(HttpStatusCode.BadGateway), new HttpResponseMessage(HttpStatusCode.NotFound));
        Assert.Null(await answers.Client.GetAsync("/api/x", CancellationToken.None));
        Assert.Equal(2, answers.Asked.Count);
    }

    [Fact]
    public async Task What_is_no_json_ends_the_pull() =>
        await Assert.ThrowsAsync<PullException>(() => new Answers(Json("<html>")).Client.GetAsync("/api/x", CancellationToken.None));

    private static HttpResponseMessage Refusal(int seconds) =>
        new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)) } };

    private static HttpResponseMessage Json(string body, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) answer.Headers.Add(name, value);
        return answer;
    }

    /// <summary>Gives one answer after the other.</summary>
    private sealed class Answers(params HttpResponseMessage[] answers) : HttpMessageHandler
    {
        private int next;

        public List<string> Asked { get; } = [];

        public VendorClient Client => new(new HttpClient(this), new ZendeskPull(), Settings, TimeProvider.System);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.AbsolutePath);
            return Task.FromResult(answers[next++]);
        }
    }
}
