namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>X: what single samples don't show.</summary>
public sealed class XTests
{
    [Theory]
    [InlineData("""{"for_user_id":"1"}""")]
    [InlineData("""[{"a":1}]""")]
    [InlineData("12345678 ")]
    [InlineData("short")]
    [InlineData("")]
    public async Task A_challenge_that_could_be_a_body_is_not_signed(string token) =>
        Assert.Null(await Becomes.HandshakeAsync("x", "GET", "crc_token=" + Uri.EscapeDataString(token), Becomes.Connection("x", secrets: "s")));

    [Fact]
    public async Task The_newest_secret_answers_and_the_query_says_whose()
    {
        var (one, two) = (Becomes.Connection("x", account: "one", secrets: ["old", "new"]), Becomes.Connection("x", account: "two", secrets: "other"));
        var newest = await Becomes.HandshakeAsync("x", "GET", "crc_token=a-token-of-ours", Becomes.Connection("x", secrets: "new"));
        Assert.NotNull(newest);
        Assert.Equal(newest, await Becomes.HandshakeAsync("x", "GET", "crc_token=a-token-of-ours", one, two));
        Assert.NotEqual(newest, await Becomes.HandshakeAsync("x", "GET", "crc_token=a-token-of-ours&account=two", one, two));
        // No connection: an answer like any other, and right for nobody.
        var nobodys = await Becomes.HandshakeAsync("x", "GET", "crc_token=a-token-of-ours");
        Assert.Equal(nobodys, await Becomes.HandshakeAsync("x", "GET", "crc_token=a-token-of-ours&account=three", one, two));
        Assert.Equal(newest!.Length, nobodys!.Length);
        Assert.NotEqual(newest, nobodys);
    }

    [Fact]
    public void A_post_told_by_two_subscriptions_and_both_APIs_is_one()
    {
        var told = new[]
        {
            Becomes.One("x", Activity("post.mention.create", "1")),
            Becomes.One("x", Activity("post.reply.create", "2")),
            Becomes.One("x", """{"for_user_id":"42","tweet_create_events":[{"id_str":"9","timestamp_ms":"1772439300000","user":{"id_str":"77"},"in_reply_to_user_id_str":"42"}]}"""),
        };
        Assert.Single(told.Select(e => (e.Subject, e.Id, e.Time)).Distinct());
    }

    private static string Activity(string kind, string uuid) =>
        $$$$"""{"data":{"event_uuid":"{{{{uuid}}}}","filter":{"user_id":"42"},"event_type":"{{{{kind}}}}","payload":{"id":"9","author_id":"77","in_reply_to_user_id":"42","created_at":"2026-03-02T08:15:00.000Z"}}}""";
}
