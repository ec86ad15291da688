using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Profiles;

/// <summary>Quirks of the profiles that the divergent timelines don't show: whom a number belongs to, when it is told, what a later event changes.</summary>
public sealed class CreditTests
{
    private static readonly Story Handed = new Story()
        .Opened("09:00").Assigned("09:01", "ann").Reply("09:10", "bob").Wrote("09:20").Reply("09:30", "bob").Resolved("09:40", "bob").Assigned("09:50", "cid").Answered("10:00", 5);

    [Theory]
    [InlineData("first_response_time", "bob", "bob")]
    [InlineData("response_time", "bob", "ann")]
    [InlineData("resolution_time", "bob", "ann")]
    [InlineData("resolutions", "bob", "ann")]
    [InlineData("csat_positive", "bob", "cid")]
    public void Chatwoot_credits_all_but_the_first_response_to_the_assignee_of_that_moment(string kpi, string ours, string chatwoot)
    {
        var numbers = Numbers.Of(Handed);

        Assert.Equal([ours], Credited(numbers, "default", kpi));
        Assert.Equal([chatwoot], Credited(numbers, "chatwoot", kpi));
    }

    [Fact]
    public void Intercom_tells_response_times_and_first_contact_on_the_day_the_conversation_started()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Reply("9 09:00", "ann").Resolved("10 09:00", "ann")).Before("8 00:00");

        Assert.Equal(2 * 86_400, numbers.As("intercom", "first_response_time").Value);
        Assert.Equal(2 * 86_400, numbers.As("intercom", "response_time").Value);
        Assert.Equal(1, numbers.As("intercom", "first_contact_resolution").Value);
        Assert.Null(numbers.As("intercom", "resolution_time").Value);
        Assert.Null(numbers.As("default", "first_response_time").Value);
    }

    [Fact]
    public void One_touch_counts_replies_and_first_contact_counts_teammates()
    {
        var numbers = Numbers.Of(
            new Story("talkative").Opened("09:00").Reply("09:10", "ann").Reply("09:20", "ann").Resolved("09:30", "ann"),
            new Story("shared").Opened("09:00").Reply("09:10", "ann").Reply("09:20", "bob").Resolved("09:30", "ann"));

        Assert.Equal((0, 2), (numbers.As("zendesk", "first_contact_resolution").Numerator, numbers.As("zendesk", "first_contact_resolution").N));
        Assert.Equal((1, 2), (numbers.As("intercom", "first_contact_resolution").Numerator, numbers.As("intercom", "first_contact_resolution").N));
    }

    [Fact]
    public void What_an_agent_creates_a_ticket_with_is_no_reply_to_zendesk()
    {
        var numbers = Numbers.Of(
            new Story("public").Opened("09:00", by: Party.Agent).Reply("09:00", "ann").Reply("09:10", "ann").Resolved("10:00", "ann"),
            new Story("private").Opened("09:00", by: Party.Agent).Reply("09:00", "ann", isPublic: false).Reply("09:20", "ann").Resolved("10:00", "ann"));

        Assert.Equal((10 + 20) * 60 / 2.0, numbers.As("zendesk", "first_response_time").Value);
        Assert.Equal(1, numbers.As("zendesk", "first_contact_resolution").Value);
    }

    [Fact]
    public void Zendesk_and_intercom_keep_the_resolution_time_of_a_ticket_that_is_open_again()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Resolved("10:00", "ann").Reopened("11:00"));

        Assert.Null(numbers.As("default", "resolution_time").Value);
        Assert.Equal(3600, numbers.As("zendesk", "resolution_time").Value);
        Assert.Equal(3600, numbers.As("intercom", "resolution_time").Value);
        Assert.Equal(0, numbers.As("zendesk", "tickets_resolved").Value);
    }

    [Fact]
    public void A_ticket_has_one_rating_in_zendesk_the_last()
    {
        var numbers = Numbers.Of(new Story().Answered("09:00", 5, survey: "sv1").Answered("11:00", 2, survey: "sv2"));

        Assert.Equal((0, 1), (numbers.As("zendesk", "csat_positive").Value, numbers.As("zendesk", "csat_positive").N));
        Assert.Equal((0.5, 2), (numbers.As("default", "csat_positive").Value, numbers.As("default", "csat_positive").N));
    }

    [Fact]
    public void A_hand_off_after_the_first_reply_starts_nothing_in_chatwoot()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Reply("09:10", "ann").Tell(EventTypes.TicketReplied, "09:20", new() { Author = Party.Bot, Handoff = true }));

        Assert.Equal(600, numbers.As("chatwoot", "first_response_time").Value);
    }

    private static List<string> Credited(Numbers numbers, string profile, string kpi) =>
        [.. ((string[])["ann", "bob", "cid"]).Where(agent => numbers.Agent(agent).As(profile, kpi).N > 0)];
}
