using KpiPlatform.Contracts.V1;
using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Sources;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Tests.Sources;

public sealed class FreshdeskTests
{
    [Fact]
    public void What_our_template_becomes_is_what_this_source_reads()
    {
        var body = Freshdesk.Template.Replace("{{ticket.id}}", "4711", StringComparison.Ordinal).Replace("{{ticket.created_at}}", "2026-03-02T10:00:00Z", StringComparison.Ordinal);
        using var delivery = Told.Deliver(Told.Connection("freshdesk"), body);
        var opened = Assert.IsType<Reading.Taken>(Assert.Single(WebhookInbound.Read(new Freshdesk(), delivery))).Event;
        Assert.Equal((EventTypes.TicketOpened, "4711"), (opened.Type, opened.Subject));
    }

    [Fact]
    public void The_template_asks_for_nothing_that_people_write()
    {
        foreach (var text in (string[])["subject", "comment", "description", "name}}\",\n    \"agent_name"]) Assert.DoesNotContain(text, Freshdesk.Template, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("103", 7)]
    [InlineData("102", 6)]
    [InlineData("101", 5)]
    [InlineData("100", 4)]
    [InlineData("-101", 3)]
    [InlineData("-102", 2)]
    [InlineData("-103", 1)]
    [InlineData("Extremely unhappy", 1)]
    public void No_step_of_a_rating_is_lost(string rating, int score)
    {
        var answer = Assert.Single(Told.Events("freshdesk", "advanced.survey_answered.json", ("-102", rating)));
        Assert.Equal(((decimal)score, "1-7"), (answer.Data.Score, answer.Data.Scale));
    }

    [Theory]
    [InlineData("2", TicketStatus.Open)]
    [InlineData("3", TicketStatus.Pending)]
    [InlineData("Waiting on Third Party", TicketStatus.Pending)]
    [InlineData("4", TicketStatus.Resolved)]
    [InlineData("closed", TicketStatus.Resolved)]
    public void A_status_comes_by_name_or_number(string status, TicketStatus means) =>
        Assert.Equal(means, Assert.Single(Told.Events("freshdesk", "advanced.changed.unassigned.json", ("\"Open\"", $"\"{status}\""))).Data.Status);

    [Fact]
    public void A_simple_body_without_a_time_counts_once_a_minute()
    {
        var ids = new[] { 0, 40, 80 }.Select(seconds =>
            Assert.IsType<Reading.Taken>(Told.Readings("freshdesk", "simple_content.custom_fields.json", Told.Now.AddSeconds(seconds))[0]).Event.Id).ToList();
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Fact]
    public void Resolved_then_closed_is_one_resolution_and_a_repeat_is_the_same()
    {
        var once = Told.Identities("freshdesk", "advanced.changed.resolved_by_agent.json");
        Assert.Equal(once, Told.Identities("freshdesk", "advanced.changed.resolved_by_agent.json"));
        var closed = Told.Events("freshdesk", "advanced.changed.resolved_by_agent.json", ("\"Resolved\"", "\"Closed\""));
        Assert.All(closed, e => Assert.True(e.Type == EventTypes.TicketResolved || e.Data.Status == TicketStatus.Resolved));
    }

    [Theory]
    [InlineData("2026-10-25 02:30:00", "2026-10-25T00:30:00Z")] // twice in Berlin: the first
    [InlineData("2026-03-29 02:30:00", "2026-03-29T01:30:00Z")] // never in Berlin
    [InlineData("2026-07-02T13:00:00+05:30", "2026-07-02T07:30:00Z")]
    public void Times_without_an_offset_are_the_accounts(string written, string meant)
    {
        var words = new FreshdeskWords(Told.Connection("freshdesk", """{"time_zone":"Europe/Berlin"}"""));
        using var json = System.Text.Json.JsonDocument.Parse($"\"{written}\"");
        Assert.Equal(DateTimeOffset.Parse(meant, System.Globalization.CultureInfo.InvariantCulture), words.Time(Node.Root(json.RootElement)));
    }
}
