using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Tickets;

public sealed class ThreadTests
{
    [Fact]
    public void A_customer_message_after_a_resolve_opens_the_next_ticket()
    {
        var numbers = Numbers.Of(new Story().Wrote("09:00", gapHours: 24).Reply("09:10", "ann").Resolved("09:20", "ann").Wrote("10:00", gapHours: 24).Reply("10:30", "bob"));

        Assert.Equal(2, numbers.Value("tickets_opened"));
        Assert.Equal(1, numbers.Value("tickets_resolved"));
        Assert.Equal((600 + 1800) / 2.0, numbers.Value("first_response_time"));
        Assert.Equal(1, numbers.Value("backlog"));
    }

    [Fact]
    public void Silence_longer_than_the_gap_ends_the_ticket_at_its_last_human_reply()
    {
        var numbers = Numbers.Of(new Story().Wrote("1 09:00", gapHours: 24).Reply("1 09:10", "ann").Wrote("1 09:15", Party.Bot).Wrote("5 09:00", gapHours: 24));

        Assert.Equal(2, numbers.Value("tickets_opened"));
        Assert.Equal(600, numbers.Value("resolution_time"));
        Assert.Equal(1, numbers.Agent("ann").Value("tickets_resolved"));
    }

    [Fact]
    public void A_late_message_joins_what_silence_had_parted()
    {
        var parted = new Story().Wrote("1 09:00", gapHours: 24).Wrote("3 08:00", gapHours: 24);
        Assert.Equal(2, Numbers.Of(parted).Value("tickets_opened"));

        Assert.Equal(1, Numbers.Of(parted.Wrote("2 08:30", gapHours: 24)).Value("tickets_opened"));
    }
}
