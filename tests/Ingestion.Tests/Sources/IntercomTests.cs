using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Sources;
using Microsoft.AspNetCore.Http;

namespace KpiPlatform.Ingestion.Tests.Sources;

public sealed class IntercomTests
{
    [Theory]
    [InlineData("conversation.admin.replied.v2.14.json")]
    [InlineData("conversation.admin.closed.v2.14.json")]
    [InlineData("conversation.admin.assigned.fin_hands_over.json")]
    [InlineData("conversation.deleted.json")]
    public void A_second_attempt_tells_the_same_fact(string sample) => Assert.Equal(
        Told.Identities("intercom", sample),
        Told.Identities("intercom", sample, ("\"id\": \"notif_", "\"id\": \"notif_other_"), ("\"delivery_attempts\": 1", "\"delivery_attempts\": 4")));

    [Fact]
    public void A_reply_that_also_assigns_is_the_same_reply_whichever_topic_brings_it()
    {
        var assigned = Told.Identities("intercom", "conversation.admin.assigned_reply_with_assignment.v1-2016.json");
        var replied = Told.Identities("intercom", "conversation.admin.assigned_reply_with_assignment.v1-2016.json", ("conversation.admin.assigned", "conversation.admin.replied"));
        Assert.Equal(assigned, replied);
    }

    [Fact]
    public void A_snooze_that_comes_again_with_its_end_is_the_same_snooze()
    {
        var snoozed = Assert.Single(Told.Identities("intercom", "conversation.admin.snoozed.conversation-admin-snoozed.v2-2020.json"));
        var ended = Told.Identities("intercom", "conversation.admin.unsnoozed.conversation-admin-unsnoozed.v2-2020.json");
        Assert.Equal(snoozed, ended[0]);
        Assert.NotEqual(snoozed.Id, ended[1].Id);
    }

    [Fact]
    public void Every_answer_to_a_campaign_tells_the_same_opening()
    {
        var first = Told.Events("intercom", "conversation.user.replied.to_campaign.json");
        var second = Told.Events("intercom", "conversation.user.replied.to_campaign.json", ("\"id\": \"501\"", "\"id\": \"777\""));
        Assert.Equal(EventTypes.TicketOpened, first[0].Type);
        Assert.Equal((first[0].Id, first[0].Time), (second[0].Id, second[0].Time));
        Assert.NotEqual(first[1].Id, second[1].Id);
    }

    [Fact]
    public void Fin_is_never_an_agent()
    {
        var replied = Assert.Single(Told.Events("intercom", "conversation.admin.replied.v2.14.json", ("\"type\": \"admin\"", "\"from_ai_agent\": true, \"type\": \"admin\"")));
        Assert.Equal((Party.Bot, (string?)null), (replied.Data.Author, replied.Data.Agent));
    }

    [Fact]
    public void Intercom_tries_the_URL_before_it_signs_anything()
    {
        var head = new DefaultHttpContext().Request;
        head.Method = "HEAD";
        Assert.NotNull(new Intercom().Handshake(head, [Told.Added("intercom", "secret")]));
        Assert.NotNull(new Intercom().Handshake(head, []));
        head.Method = "GET";
        Assert.Null(new Intercom().Handshake(head, [Told.Added("intercom", "secret")]));
    }
}
