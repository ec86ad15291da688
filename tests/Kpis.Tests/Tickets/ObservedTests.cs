using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Tickets;

public sealed class ObservedTests
{
    [Fact]
    public void What_differs_from_before_is_what_happened()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00")
            .Observed("10:00", TicketStatus.Resolved, agent: "ann").Observed("10:30", TicketStatus.Resolved).Observed("11:00", TicketStatus.Open).Observed("12:00", TicketStatus.Resolved));

        Assert.Equal(2, numbers.Value("resolutions"));
        Assert.Equal(2, numbers.Agent("ann").Value("resolutions"));
        Assert.Equal(1, numbers.Value("tickets_reopened"));
        Assert.Equal(2 * 3600, numbers.Value("resolution_time_net"));
    }

    [Fact]
    public void The_opening_it_knows_of_stands_in_for_one_never_seen()
    {
        var numbers = Numbers.Of(new Story().Observed("10:00", TicketStatus.Resolved, openedAt: "09:00", agent: "ann"));

        Assert.Equal(1, numbers.Value("tickets_opened"));
        Assert.Equal(3600, numbers.Value("resolution_time"));
    }

    [Fact]
    public void The_opening_itself_is_believed_over_an_observation_of_it()
    {
        var numbers = Numbers.Of(new Story().Opened("09:30").Observed("10:00", TicketStatus.Resolved, openedAt: "09:00"));

        Assert.Equal(1800, numbers.Value("resolution_time"));
    }

    [Fact]
    public void Pending_stops_the_net_clock_and_open_starts_it()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Observed("10:00", TicketStatus.Pending).Observed("11:00", TicketStatus.Open).Resolved("12:00", "ann"));

        Assert.Equal(2 * 3600, numbers.Value("resolution_time_net"));
        Assert.Equal(0, numbers.Value("tickets_reopened"));
    }
}
