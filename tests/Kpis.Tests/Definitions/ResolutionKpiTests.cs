using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Definitions;

public sealed class ResolutionKpiTests
{
    [Fact]
    public void Tickets_with_more_than_two_replies_until_the_resolve_that_holds_are_told_apart()
    {
        var numbers = Numbers.Of(
            new Story("two").Opened("09:00").Reply("09:10", "ann").Reply("09:20", "ann").Wrote("09:25", Party.Bot).Resolved("10:00", "ann").Reply("10:30", "ann"),
            new Story("three").Opened("09:00").Reply("09:10", "ann").Resolved("09:15", "ann").Reopened("09:16").Reply("09:20", "ann").Reply("09:30", "bob").Resolved("11:00", "bob"),
            new Story("open").Opened("09:00").Reply("09:10", "ann").Reply("09:20", "ann").Reply("09:30", "ann"));

        Assert.Equal(7200, numbers.Value("resolution_time_multi_reply"));
        Assert.Equal(1, numbers.N("resolution_time_multi_reply"));
        Assert.Equal(1, numbers.Agent("bob").N("resolution_time_multi_reply"));
    }

    [Fact]
    public void A_resolution_is_confirmed_when_the_customer_says_so_or_does_it()
    {
        var numbers = Numbers.Of(
            new Story("said").Opened("09:00").Tell(EventTypes.TicketResolved, "10:00", new() { Agent = "ann", By = Party.Agent, ConfirmedByCustomer = true }),
            new Story("did").Opened("09:00").Tell(EventTypes.TicketResolved, "10:00", new() { By = Party.Customer }),
            new Story("neither").Opened("09:00").Resolved("10:00", "ann").Reopened("11:00").Tell(EventTypes.TicketResolved, "12:00", new() { By = Party.Automation, ConfirmedByCustomer = false }));

        Assert.Equal(0.5, numbers.Value("confirmed_resolution_rate"));
        Assert.Equal(numbers.Value("resolutions"), numbers.N("confirmed_resolution_rate"));
        Assert.Equal(0.5, numbers.Agent("ann").Value("confirmed_resolution_rate"));
    }
}
