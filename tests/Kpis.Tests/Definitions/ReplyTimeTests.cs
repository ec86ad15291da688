using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Definitions;

public sealed class ReplyTimeTests
{
    [Fact]
    public void Bots_answer_and_people_respond()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Wrote("09:00:03", Party.Bot).HandedOff("09:20").Reply("09:25", "ann"));

        Assert.Equal(1500, numbers.Value("first_response_time"));
        Assert.Equal(300, numbers.Value("first_response_after_handoff"));
        Assert.Equal(3, numbers.Value("auto_reply_time"));
        Assert.Equal(300, numbers.Agent("ann").Value("first_response_after_handoff"));
    }

    [Fact]
    public void The_first_handoff_starts_the_wait_and_notes_and_earlier_replies_do_not_end_it()
    {
        var numbers = Numbers.Of(
            new Story().Opened("09:00").Reply("09:01", "ann").HandedOff("09:20").HandedOff("09:40").Reply("09:50", "ann", isPublic: false).Reply("10:00", "bob").Reply("11:00", "bob"));

        Assert.Equal(2400, numbers.Value("first_response_after_handoff"));
        Assert.Equal(1, numbers.N("first_response_after_handoff"));
    }

    [Fact]
    public void A_handoff_that_nobody_took_up_has_no_time()
    {
        Assert.Null(Numbers.Of(new Story().Opened("09:00").HandedOff("09:20").Resolved("10:00")).Value("first_response_after_handoff"));
    }

    [Fact]
    public void An_auto_reply_answers_the_first_message_of_the_customer_and_no_private_note_is_one()
    {
        var numbers = Numbers.Of(
            new Story("a").Opened("09:00", by: Party.Agent).Wrote("09:01", Party.Automation).Wrote("10:00").Wrote("10:00:05", Party.Automation),
            new Story("b").Opened("09:00").Tell(EventTypes.TicketReplied, "09:01", new() { Author = Party.Bot, Public = false }).Reply("10:00", "ann"));

        Assert.Equal(5, numbers.Value("auto_reply_time"));
        Assert.Equal(1, numbers.N("auto_reply_time"));
    }

    [Fact]
    public void An_auto_reply_without_the_opening_waits_for_it()
    {
        Assert.Equal(0, Numbers.Of(new Story().Wrote("09:00").Wrote("09:01", Party.Bot)).N("auto_reply_time"));
    }
}
