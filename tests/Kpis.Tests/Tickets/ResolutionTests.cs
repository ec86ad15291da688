using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Tickets;

public sealed class ResolutionTests
{
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
}
