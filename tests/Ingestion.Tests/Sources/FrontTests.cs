using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks.Proofs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KpiPlatform.Ingestion.Tests.Sources;

public sealed class FrontTests
{
    private static readonly byte[] Body = """{"type":"sync"}"""u8.ToArray();

    [Theory]
    [InlineData("outbound_sent", "outbound")]
    [InlineData("outbound_sent", "out_reply")]
    public void An_app_and_a_rule_tell_the_same_message(string app, string rule) => Assert.Equal(
        Told.Identities("front", "outbound_sent.opens.json"),
        Told.Identities("front", "outbound_sent.opens.json", ($"\"{app}\"", $"\"{rule}\"")));

    [Fact]
    public void A_message_that_a_rule_sends_is_nobodys_reply()
    {
        var sent = Assert.Single(Told.Events("front", "out_reply.by_rule.json"));
        Assert.Equal((Party.Automation, (string?)null), (sent.Data.Author, sent.Data.Agent));
    }

    [Fact]
    public void Archiving_resolves_only_where_no_ticket_says_otherwise()
    {
        Assert.Empty(Told.Events("front", "archive.open_ticket.json"));
        Assert.Equal(EventTypes.TicketResolved, Assert.Single(Told.Events("front", "archive.open_ticket.json", ("\"open\"", "\"resolved\""))).Type);
    }

    [Fact]
    public void The_challenge_comes_back_as_it_was()
    {
        using var delivery = Told.Deliver(Told.Connection("front"), """{"type":"sync"}""", "X-Front-Challenge: abc-123");
        var answer = Assert.IsType<ContentHttpResult>(new Front().Challenge(delivery));
        Assert.Equal(("abc-123", "text/plain"), (answer.ResponseContent, answer.ContentType?.Split(';')[0]));
        using var news = Told.Deliver(Told.Connection("front"), """{"type":"archive"}""", "X-Front-Challenge: abc-123");
        Assert.Null(new Front().Challenge(news));
    }

    [Fact]
    public void An_apps_time_is_in_milliseconds_and_may_be_five_minutes_away()
    {
        var (proof, connection) = (new Front().Proofs[0], Told.Added("front", "key"));
        Assert.True(Shows(Told.Now.AddMinutes(-4)));
        Assert.True(Shows(Told.Now.AddMinutes(4)));
        Assert.False(Shows(Told.Now.AddMinutes(-6)));
        Assert.False(Shows(Told.Now.AddMinutes(6)));
        bool Shows(DateTimeOffset signedAt)
        {
            var headers = new HeaderDictionary();
            foreach (var (name, value) in proof.Sign(Body, "key", signedAt)!) headers[name] = value;
            Assert.Equal(13, headers["X-Front-Request-Timestamp"].ToString().Length);
            return proof.Shows(new SignedRequest(headers, new QueryCollection(), Body), "key", connection, Told.Now);
        }
    }

    [Fact]
    public void A_rules_signature_is_over_the_body_alone()
    {
        var headers = new HeaderDictionary { ["X-Front-Signature"] = "2r9ke+PjzK0OIGI7R7Xr/D8xS0A=" };
        var request = new SignedRequest(headers, new QueryCollection(), """{"type":"inbound"}"""u8.ToArray());
        var connection = Told.Added("front", "front_api_secret");
        Assert.Contains(new Front().Proofs, proof => proof.Shows(request, "front_api_secret", connection, Told.Now));
        Assert.DoesNotContain(new Front().Proofs, proof => proof.Shows(request, "other", connection, Told.Now));
    }
}
