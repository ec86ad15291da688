using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis.Tickets;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Tickets;

public sealed class TimelineTests
{
    [Fact]
    public void Events_of_the_same_time_are_told_in_the_order_of_their_kinds_then_ids()
    {
        var story = new Story().Observed("09:00").Reopened("09:00").Resolved("09:00").Pended("09:00").Reply("09:00", "ann").Classified("09:00", "x").Assigned("09:00", "ann").Opened("09:00");

        var kinds = Timeline.Empty.With(story.Events).Timeline.Events.Select(e => e.Kind);

        Assert.Equal([EventKind.Opened, EventKind.Assigned, EventKind.Classified, EventKind.Replied, EventKind.Pended, EventKind.Resolved, EventKind.Reopened, EventKind.Observed], kinds);
    }

    [Fact]
    public void Only_what_is_not_there_yet_is_new()
    {
        var story = new Story().Opened("09:00").Reply("09:30", "ann");
        var (timeline, first) = Timeline.Empty.With([story.Events[0], story.Events[0]]);

        var (both, second) = timeline.With(story.Events);

        Assert.Single(first);
        Assert.Equal("e2", Assert.Single(second).Id);
        Assert.Equal(2, both.Events.Count);
    }

    [Fact]
    public void A_stored_timeline_comes_back_whole()
    {
        var data = new EventData
        {
            Cleared = ["agent", "team"],
            Channel = Channel.Social,
            ChannelDetail = "whatsapp",
            OpenedBy = Party.Automation,
            Customer = "c0ffee",
            Agent = "änn",
            Team = "t",
            Category = "c",
            Priority = "p",
            Area = "a",
            Author = Party.Bot,
            Public = false,
            Handoff = true,
            HandleSeconds = 1.5m,
            SessionGapHours = 24,
            By = Party.Customer,
            ConfirmedByCustomer = true,
            Status = TicketStatus.Pending,
            OpenedAt = Story.At("08:00"),
            Reason = "spam",
            Kind = "csat",
            Score = 4.25m,
            Scale = "0-10",
            Survey = "s",
            Seconds = 480,
            Medium = Medium.FaceToFace,
            Count = -5,
            Amount = 100.00m,
            Currency = "EUR",
            From = Story.At("1 00:00"),
            To = Story.At("2 00:00"),
        };
        var timeline = new Timeline([new("e1", EventKind.Observed, Story.At("09:00:00.123456"), data), new("e2", EventKind.Unknown, Story.At("10:00"), new EventData())]);

        var back = TimelineCodec.Decode(TimelineCodec.Encode(timeline));

        Assert.Equal(timeline.Events.Select(Told), back.Events.Select(Told));
        static string Told(TimelineEvent e) => System.Text.Json.JsonSerializer.Serialize(e);
    }

    [Fact]
    public void Bytes_of_another_version_ask_for_a_rebuild()
    {
        var e = Assert.Throws<InvalidDataException>(() => TimelineCodec.Decode([99]));
        Assert.Contains("rebuild", e.Message, StringComparison.Ordinal);
    }
}
