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
