using System.Text.Json;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Tests.Sources;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Tests.Importing;

public sealed class FreshdeskRowTests
{
    private static readonly DateTimeOffset Opened = new(2024, 7, 1, 7, 0, 0, TimeSpan.Zero);

    private static Dictionary<string, string> Row => new()
    {
        ["Ticket ID"] = "4711",
        ["Subject"] = "A lamp that flickers",
        ["Status"] = "Closed",
        ["Priority"] = "High",
        ["Source"] = "Portal",
        ["Type"] = "Question",
        ["Agent"] = "Ada Byte",
        ["Group"] = "Lamp doctors",
        ["Created time"] = "2024-07-01 09:00:00",
        ["Resolved time"] = "2024-07-01 11:00:00",
        ["Closed time"] = "2024-07-03 11:00:00",
        ["Last update time"] = "2024-07-03 11:00:00",
        ["Initial response time"] = "2024-07-01 09:10:00",
        ["First response time (in hrs)"] = "00:07:00",
        ["Tags"] = "flicker,vip",
        ["Survey results"] = "Extremely happy",
        ["Contact ID"] = "99",
    };

    private static IReadOnlyList<Reading> Read(Dictionary<string, string> row, string options = """{"time_zone":"Europe/Berlin"}""")
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(row));
        using var delivery = Told.Deliver(Told.Connection("freshdesk", options), "{}");
        return Delivery.Guarded(() => new Freshdesk().ReadRecord(delivery, Node.Root(json.RootElement))!);
    }

    private static List<CanonicalEvent> Events(Dictionary<string, string> row) => [.. Read(row).Select(reading => Assert.IsType<Reading.Taken>(reading).Event)];

    private static Dictionary<string, string> With(string column, string? value)
    {
        var row = Row;
        if (value is null) row.Remove(column);
        else row[column] = value;
        return row;
    }

    [Fact]
    public void A_row_is_the_history_of_a_ticket_in_the_accounts_zone()
    {
        var events = Events(Row);
        Assert.Equal(
            [(EventTypes.TicketOpened, 0.0), (EventTypes.TicketReplied, 10), (EventTypes.TicketResolved, 120), (EventTypes.TicketObserved, 3000), (EventTypes.SurveyAnswered, 120)],
            events.Select(e => (e.Type, (e.Time - Opened).TotalMinutes)));
        Assert.Equal((Channel.Web, "portal", "high", "Question"), (events[0].Data.Channel, events[0].Data.ChannelDetail, events[0].Data.Priority, events[0].Data.Category));
        Assert.Equal((7m, "1-7"), (events[4].Data.Score, events[4].Data.Scale));
        Assert.Equal(32, events[0].Data.Customer!.Length);
    }

    [Fact]
    public void The_opening_is_the_one_a_webhook_told()
    {
        var row = With("Created time", "2026-03-02T10:00:00Z");
        Assert.Equal(Told.Identities("freshdesk", "advanced.opened.json")[0], Events(row).Select(e => (e.Id, e.Time)).First());
    }

    [Theory]
    [InlineData("00:07:00", 7)]
    [InlineData("26:00:30", 1560.5)]
    [InlineData("0.5", 30)]
    public void How_long_the_first_answer_took_does_where_its_time_is_missing(string took, double minutes)
    {
        var row = With("First response time (in hrs)", took);
        row.Remove("Initial response time");
        Assert.Equal(Opened.AddMinutes(minutes), Assert.Single(Events(row), e => e.Type == EventTypes.TicketReplied).Time);
    }

    [Fact]
    public void A_ticket_nobody_answered_or_resolved_is_open()
    {
        var row = Row;
        foreach (var column in (string[])["Resolved time", "Closed time", "Initial response time", "First response time (in hrs)", "Survey results"]) row[column] = "";
        row["Status"] = "Open";
        row["Agent"] = "No Agent";
        var events = Events(row);
        Assert.Equal([EventTypes.TicketOpened, EventTypes.TicketObserved], events.Select(e => e.Type));
        Assert.Equal((TicketStatus.Open, (string?)null), (events[1].Data.Status, events[0].Data.Agent));
    }

    [Fact]
    public void Columns_may_be_written_a_little_differently()
    {
        var row = Row.ToDictionary(each => each.Key.ToUpperInvariant().Replace(" ", "_", StringComparison.Ordinal), each => each.Value);
        Assert.Equal(Events(Row).Select(e => (e.Id, e.Time)), Events(row).Select(e => (e.Id, e.Time)));
    }

    [Fact]
    public void A_rating_nobody_knows_takes_only_itself_away()
    {
        var readings = Read(With("Survey results", "So so"));
        Assert.Equal(4, readings.OfType<Reading.Taken>().Count());
        Assert.Equal("Survey results", Assert.Single(readings.OfType<Reading.Refused>()).Findings[0].Pointer);
    }

    [Theory]
    [InlineData("Ticket ID")]
    [InlineData("Created time")]
    public void Without_a_ticket_or_a_time_there_is_no_history(string column)
    {
        var refused = Assert.IsType<Reading.Refused>(Assert.Single(Read(With(column, null))));
        Assert.Equal(column, refused.Findings[0].Pointer);
    }

    [Fact]
    public void A_zone_nobody_has_is_named()
    {
        Assert.Contains("Europe/Atlantis", new Freshdesk().Problem(Told.Connection("freshdesk", """{"time_zone":"Europe/Atlantis"}""")), StringComparison.Ordinal);
        Assert.Null(new Freshdesk().Problem(Told.Connection("freshdesk")));
    }
}
