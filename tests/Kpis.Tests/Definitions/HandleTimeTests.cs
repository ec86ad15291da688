using KpiPlatform.Contracts.V1;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Definitions;

public sealed class HandleTimeTests
{
    [Fact]
    public void Time_logged_and_time_of_replies_add_up_by_medium_and_agent()
    {
        var numbers = Numbers.Of(new Story().Opened("09:00").Tell(EventTypes.TicketReplied, "09:30", Reply(120)).Tell(EventTypes.WorkLogged, "09:45", Work(480, Medium.Phone)));

        Assert.Equal(600, numbers["handle_time", "sum"].Value);
        Assert.Equal(300, numbers["handle_time", "mean"].Value);
        Assert.Equal([("phone", 480), ("email", 120), ("chat", 0), ("face_to_face", 0), ("other", 0)], numbers["handle_time"].Amounts!.Select(p => (p.Key, p.Value)));
        Assert.Equal(600, numbers.Agent("ann")["handle_time", "sum"].Value);
        Assert.Equal(120, numbers.Before("09:40")["handle_time", "sum"].Value);
    }

    [Fact]
    public void It_is_also_told_per_ticket_and_per_contact()
    {
        var also = Numbers.Of(
            new Story("a").Opened("09:00").Wrote("09:10").Tell(EventTypes.TicketReplied, "09:30", Reply(90)).Wrote("10:00"),
            new Story("b").Opened("09:00", by: Party.Agent).Wrote("09:10"),
            new Story("c").Opened("09:00", by: Party.Automation))["handle_time", "p50"].Also!;

        Assert.Equal(30, also["per_ticket"]);
        Assert.Equal(22.5, also["per_contact"]);
    }

    [Theory]
    [InlineData(Channel.Social, null, "chat")]
    [InlineData(Channel.Voice, null, "phone")]
    [InlineData(Channel.Web, null, "other")]
    [InlineData(Channel.Web, Channel.Email, "email")]
    public void A_replys_medium_follows_from_its_channel_else_from_its_tickets(Channel ofTicket, Channel? ofReply, string medium)
    {
        var amounts = Numbers.Of(new Story().Opened("09:00", channel: ofTicket).Tell(EventTypes.TicketReplied, "09:30", Reply(60) with { Channel = ofReply }))["handle_time"].Amounts!;

        Assert.Equal([medium], amounts.Where(a => a.Value > 0).Select(a => a.Key));
    }

    [Fact]
    public void Notes_take_time_and_so_does_work_on_what_was_never_opened()
    {
        var numbers = Numbers.Of(new Story().Tell(EventTypes.TicketReplied, "09:30", Reply(60) with { Public = false }).Tell(EventTypes.WorkLogged, "09:45", Work(0.5m, Medium.FaceToFace)));

        Assert.Equal(60.5, numbers["handle_time", "sum"].Value);
        Assert.Null(numbers["handle_time"].Also!["per_ticket"]);
    }

    [Fact]
    public void No_work_is_no_number() => Assert.Null(Numbers.Of(new Story().Opened("09:00").Reply("09:30", "ann"))["handle_time", "sum"].Value);

    private static EventData Reply(decimal seconds) => new() { Author = Party.Agent, Agent = "ann", HandleSeconds = seconds };

    private static EventData Work(decimal seconds, Medium medium) => new() { Seconds = seconds, Agent = "ann", Medium = medium };
}
