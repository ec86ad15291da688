using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Tests.Sources;

public sealed class HelpScoutTests
{
    [Fact]
    public void A_note_is_no_reply()
    {
        var note = Assert.Single(Told.Events("helpscout", "convo.note.created.v2.json"));
        Assert.Equal((EventTypes.TicketReplied, false), (note.Type, note.Data.Public));
    }

    [Fact]
    public void A_changed_rating_is_another_answer_to_the_same_survey()
    {
        var before = Assert.Single(Told.Events("helpscout", "satisfaction.ratings.changed.json", ("\"modifiedAt\": \"2026-03-03T12:00:00Z\"", "\"modifiedAt\": null")));
        var after = Assert.Single(Told.Events("helpscout", "satisfaction.ratings.changed.json"));
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal(before.Data.Survey, after.Data.Survey);
        Assert.True(after.Time > before.Time);
    }

    [Fact]
    public void An_NPS_answer_is_its_number_whatever_the_vendor_calls_it()
    {
        var nine = Assert.Single(Told.Events("helpscout", "message.survey.response.received.nps.json", ("\"passive\"", "\"detractor\"")));
        Assert.Equal(("nps", 9m, "0-10"), (nine.Data.Kind, nine.Data.Score, nine.Data.Scale));
    }

    [Fact]
    public void Nobody_can_be_told_from_the_answer_to_a_Beacon_survey()
    {
        var answer = Assert.Single(Told.Events("helpscout", "message.survey.response.received.faces.json", ("\"id\": ", "\"id\": 4242424242")));
        Assert.DoesNotContain("4242424242", answer.Subject + answer.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_threads_the_newest_of_its_kind_is_the_news()
    {
        const string Older = """{"id":4,"type":"message","state":"published","createdBy":{"id":126,"type":"user"},"createdAt":"2026-03-02T10:05:00Z"},""";
        var reply = Assert.Single(Told.Events("helpscout", "convo.agent.reply.created.json", ("\"threads\": [", "\"threads\": [" + Older)));
        Assert.Equal("thread:5", reply.Id);
    }

    [Fact]
    public void A_conversation_without_the_header_is_what_it_is_like_now()
    {
        var seen = Assert.Single(Told.Events("helpscout", "convo.without_header.json"));
        Assert.Equal((EventTypes.TicketObserved, TicketStatus.Pending), (seen.Type, seen.Data.Status));
    }
}
