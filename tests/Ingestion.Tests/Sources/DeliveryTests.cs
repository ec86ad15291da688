using System.Net;
using System.Text;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>Deliveries and handshakes as they come over HTTP.</summary>
public sealed class DeliveryTests(DeliveryTests.Fixture fixture) : IClassFixture<DeliveryTests.Fixture>
{
    private const string Token = "a-token-in-the-url";

    [Theory]
    [InlineData(2, HttpStatusCode.Accepted)]
    [InlineData(17, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_mail_may_bring_attachments_along(int mebibytes, HttpStatusCode expected)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent($"From: Jo <jo@example.net>\nDate: Mon, 2 Mar 2026 09:15:00 +0100\nMessage-ID: <{mebibytes}@a>\n"), "headers" },
            { new ByteArrayContent(new byte[mebibytes * 1024 * 1024]), "attachment1", "a.bin" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, fixture.Host.Url("sendgrid")) { Content = form };
        request.Headers.ExpectContinue = true;
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("kpi:" + Token)));
        using var answer = await fixture.Host.Http.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        var count = expected == HttpStatusCode.Accepted ? 1 : 0;
        Assert.Equal(count, (await fixture.Host.TakenAsync(count)).Count);
    }

    [Fact]
    public async Task A_raw_mail_is_on_the_bus_when_202_is_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, fixture.Host.Url("email")) { Content = new StringContent("From: jo@example.net\nMessage-ID: <raw@a>\n\nHello") };
        request.Content.Headers.ContentType = new("message/rfc822");
        request.Headers.Add("X-Webhook-Token", Token);
        using var answer = await fixture.Host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var taken = Assert.Single(await fixture.Host.TakenAsync(1));
        Assert.Equal(("/email/main", Channel.Email, Party.Customer), (taken.Source, taken.Data.Channel, taken.Data.Author));
    }

    [Theory]
    [InlineData("acme", "right", HttpStatusCode.OK)]
    [InlineData("acme", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("nobody", "right", HttpStatusCode.Unauthorized)]
    public async Task Metas_handshake_is_of_one_workspace(string workspace, string token, HttpStatusCode expected)
    {
        using var answer = await fixture.Host.Http.GetAsync(fixture.Host.Url("meta", $"?hub.mode=subscribe&hub.challenge=4711&hub.verify_token={token}", workspace));
        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.OK) Assert.Equal(("4711", "text/plain"), (await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.MediaType));
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal ConnectedHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ConnectedHost.StartAsync(
            "deliveries", ("sendgrid", Token, null), ("email", Token, null), ("meta", "app-secret", new { verify_token = "right" }));

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
