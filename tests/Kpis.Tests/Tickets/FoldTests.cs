using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Tickets;

public sealed class FoldTests
{
    [Fact]
    public void The_plainest_ticket_has_all_its_numbers()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Reply("09:30", "ann").Resolved("10:00", "ann"));

        Assert.Equal(1, numbers.Value("tickets_opened"));
        Assert.Equal(1, numbers.Value("tickets_resolved"));
        Assert.Equal(1800, numbers.Value("first_response_time"));
        Assert.Equal(3600, numbers.Value("resolution_time"));
        Assert.Equal(1, numbers.Value("replies_per_resolution"));
        Assert.Equal(1, numbers.Value("first_contact_resolution"));
        Assert.Equal(1, numbers.Value("resolution_rate"));
        Assert.Equal(0, numbers.Value("backlog"));
    }

    [Fact]
    public void A_wait_starts_at_the_oldest_unanswered_message()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Wrote("09:30").Wrote("09:50").Reply("10:00", "ann").Wrote("11:00").Reply("11:10", "bob"));

        Assert.Equal(2, numbers.N("response_time"));
        Assert.Equal((3600 + 600) / 2.0, numbers.Value("response_time"));
        Assert.Equal(600, numbers.Agent("bob").Value("response_time"));
    }

    [Fact]
    public void Bots_automation_and_private_notes_answer_nobody()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Wrote("09:01", Party.Bot).Wrote("09:02", Party.Automation).Reply("09:03", "ann", isPublic: false).Reply("09:40", "ann"));

        Assert.Equal(2400, numbers.Value("first_response_time"));
    }

    [Fact]
    public void A_ticket_that_an_agent_opened_has_no_first_response_and_says_so()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00", by: Party.Agent).Reply("09:00", "ann").Wrote("10:00").Reply("10:05", "ann"));

        Assert.Null(numbers.Value("first_response_time"));
        Assert.Equal(1, numbers.Excluded("first_response_time", "agent_opened"));
        Assert.Equal(300, numbers.Value("response_time"));
    }

    [Fact]
    public void A_ticket_that_automation_opened_is_first_answered_after_the_customers_first_message()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00", by: Party.Automation).Reply("09:05", "ann").Wrote("10:00").Reply("10:05", "ann"));

        Assert.Equal(300, numbers.Value("first_response_time"));
    }

    [Fact]
    public void A_wait_that_a_resolve_ends_is_no_measure()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Reply("09:10", "ann").Wrote("09:20").Resolved("09:30", "ann"));

        Assert.Equal(1, numbers.N("response_time"));
    }

    [Fact]
    public void Resolving_what_is_resolved_counts_nothing()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Resolved("10:00", "ann").Resolved("12:00", "ann"));

        Assert.Equal(1, numbers.Value("resolutions"));
        Assert.Equal(3600, numbers.Value("resolution_time"));
    }

    [Fact]
    public void A_late_thank_you_reopens_and_the_episodes_are_told_apart()
    {
        var numbers = Numbers.Of(
            new Story().Opened("09:00").Reply("09:10", "ann").Resolved("09:14", "ann").Wrote("11 14:00").Reopened("11 14:00").Resolved("11 14:05", "ann"));

        Assert.Equal(363_900, numbers.Value("resolution_time"));
        Assert.Equal(840, numbers.Value("resolution_time_first"));
        Assert.Equal(840 + 300, numbers.Value("resolution_time_net"));
        Assert.Equal(0, numbers.Value("first_contact_resolution"));
        Assert.Equal(1, numbers.Value("first_contact_resolution_gross"));
        Assert.Equal(2, numbers.Value("resolutions"));
        Assert.Equal(1, numbers.Value("tickets_resolved"));
        Assert.Equal(1, numbers.Value("tickets_reopened"));
    }

    [Fact]
    public void A_reopening_after_seven_days_leaves_the_first_contact_resolution_as_it_was()
    {
        var numbers = Numbers.Of(new Story().Opened("1 09:00").Reply("1 09:10", "ann").Resolved("1 10:00", "ann").Reopened("8 10:00:01"));

        Assert.Equal(1, numbers.Value("first_contact_resolution"));
    }

    [Fact]
    public void Net_judges_the_first_episode_and_gross_the_whole_ticket()
    {
        var numbers = Numbers.Of(
            new Story("late").Opened("1 09:00").Reply("1 09:10", "ann").Resolved("1 10:00", "ann").Reopened("9 10:00").Reply("9 10:10", "ann").Resolved("9 11:00", "ann"),
            new Story("silent-first").Opened("1 09:00").Resolved("1 10:00", "ann").Reopened("1 11:00").Reply("1 11:10", "ann").Resolved("1 12:00", "ann"),
            new Story("silent").Opened("1 09:00").Resolved("1 10:00", "ann"));

        Assert.Equal((1, 3), (numbers["first_contact_resolution"].Numerator, numbers.N("first_contact_resolution")));
        Assert.Equal((1, 3), (numbers["first_contact_resolution_gross"].Numerator, numbers.N("first_contact_resolution_gross")));
        Assert.Equal(1, numbers.Value("zero_reply_resolutions"));
    }

    [Fact]
    public void A_ticket_that_is_open_again_has_no_resolution_time_and_is_backlog()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Reply("09:10", "ann").Resolved("10:00", "ann").Reopened("11:00"));

        Assert.Null(numbers.Value("resolution_time"));
        Assert.Equal(3600, numbers.Value("resolution_time_first"));
        Assert.Equal(0, numbers.Value("tickets_resolved"));
        Assert.Equal(1, numbers.Value("backlog"));
        Assert.Equal(0, numbers.Before("10:30").Value("backlog"));
        Assert.Equal(1, numbers.Before("09:30").Value("backlog"));
    }

    [Fact]
    public void Unanswered_is_what_is_open_and_no_person_replied_to()
    {
        var numbers = Numbers.Of(
            new Story("answered").Opened("09:00").Reply("10:00", "ann"),
            new Story("silent").Opened("09:00").Resolved("11:00"),
            new Story("waiting").Opened("09:00").Wrote("09:01", Party.Bot));

        Assert.Equal(3, numbers.Before("09:30").Value("unanswered"));
        Assert.Equal(2, numbers.Before("10:30").Value("unanswered"));
        Assert.Equal(1, numbers.Value("unanswered"));
        Assert.Equal(2, numbers.Value("backlog"));
    }

    [Fact]
    public void Net_time_stops_while_the_ticket_is_pended_until_someone_writes()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Pended("10:00").Wrote("12:00").Pended("13:00").Wrote("13:30", Party.Bot).Reply("14:00", "ann").Resolved("15:00", "ann"));

        Assert.Equal(3 * 3600, numbers.Value("resolution_time_net"));
    }

    [Fact]
    public void A_resolution_belongs_to_the_actor_else_to_the_assignee()
    {
        var numbers = Numbers.Of(
            new Story("a").Opened("09:00").Assigned("09:01", "ann").Resolved("10:00", "bob"),
            new Story("b").Opened("09:00").Assigned("09:01", "ann").Resolved("10:00"),
            new Story("c").Opened("09:00").Assigned("09:01", "ann").Assigned("09:02", agent: null).Resolved("10:00"));

        Assert.Equal(1, numbers.Agent("bob").Value("resolutions"));
        Assert.Equal(1, numbers.Agent("ann").Value("resolutions"));
        Assert.Equal(3, numbers.Value("resolutions"));
    }

    [Fact]
    public void A_removed_ticket_leaves_every_number()
    {
        Assert.Empty(Numbers.FactsOf(new Story().Opened("09:00").Reply("09:30", "ann").Resolved("10:00", "ann").Answered("11:00", 5).Removed("20 08:00")));
    }

    [Fact]
    public void Without_its_opening_a_ticket_contributes_only_what_needs_none()
    {
        var numbers = Numbers.Of(new Story().Wrote("09:00").Reply("09:30", "ann").Resolved("10:00", "ann").Reopened("11:00"));

        Assert.Equal(1, numbers.Value("resolutions"));
        Assert.Equal(1, numbers.Value("tickets_reopened"));
        Assert.Equal(1800, numbers.Value("response_time"));
        foreach (var kpi in (string[])["tickets_opened", "tickets_resolved", "first_response_time", "resolution_time_first", "first_contact_resolution", "resolution_rate"])
            Assert.Equal(0, numbers.N(kpi));
        Assert.Equal(0, numbers.Value("backlog"));
    }
}
