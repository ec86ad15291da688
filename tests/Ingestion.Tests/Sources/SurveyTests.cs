namespace KpiPlatform.Ingestion.Tests.Sources;

/// <summary>Typeform, Delighted, SurveyMonkey, Nicereply: what single samples don't show.</summary>
public sealed class SurveyTests
{
    [Theory]
    [InlineData("""{"kinds":{"q":"happiness"}}""", "kinds.q")]
    [InlineData("""{"kinds":{"q":{"kind":"ces","scale":"7"}}}""", "kinds.q.scale")]
    [InlineData("""{"kinds":{"q":{"scale":"1-7"}}}""", "kinds.q")]
    public void A_connection_that_says_a_kind_or_scale_there_is_not_is_told_where(string options, string where)
    {
        var outcome = Becomes.Read("typeform", Typeform("opinion_scale", "q", 5), options);
        Assert.Equal("refused", outcome.Word);
        Assert.StartsWith(where + ":", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("opinion_scale", "weather", null)]
    [InlineData("opinion_scale", "CES after chat", "ces")]
    [InlineData("opinion_scale", "ces_csat", null)]
    [InlineData("opinion_scale", "access", null)]
    [InlineData("rating", "stars", "csat")]
    [InlineData("rating", "ces", "ces")]
    [InlineData("nps", "whatever", "nps")]
    [InlineData("nps", "enps", "enps")]
    [InlineData("number", "nps", null)]
    public void A_question_counts_as_what_its_type_or_reference_says(string type, string reference, string? kind) =>
        Assert.Equal(kind, Becomes.Read("typeform", Typeform(type, reference, 5)).Events.SingleOrDefault()?.Data.Kind);

    [Fact]
    public void A_response_delivered_again_by_hand_is_the_same_event() =>
        Assert.Equal(Becomes.One("typeform", Typeform("nps", "nps", 9, eventId: "1")).Id, Becomes.One("typeform", Typeform("nps", "nps", 9, eventId: "2")).Id);

    [Fact]
    public void A_changed_answer_replaces_the_first_as_it_is_of_the_same_survey()
    {
        var (first, changed) = (Becomes.One("delighted", Delighted(3, 1772439300)), Becomes.One("delighted", Delighted(5, 1772440000)));
        Assert.NotEqual(first.Id, changed.Id);
        Assert.Equal((first.Subject, first.Data.Survey, first.Data.Kind), (changed.Subject, changed.Data.Survey, changed.Data.Kind));
    }

    [Fact]
    public async Task SurveyMonkeys_HEAD_is_answered_alike_for_every_workspace()
    {
        Assert.Equal("", await Becomes.HandshakeAsync("surveymonkey", "HEAD", ""));
        Assert.Equal("", await Becomes.HandshakeAsync("surveymonkey", "HEAD", "", Becomes.Connection("surveymonkey")));
        Assert.Null(await Becomes.HandshakeAsync("surveymonkey", "GET", ""));
    }

    [Fact]
    public void A_row_of_Nicereply_fetched_twice_is_one_and_an_agents_address_does_not_leave()
    {
        const string row = """{"id":1,"score":4,"scale":"1-5","ticket_id":"9","user_id":"kim@shop.example","created_at":"2026-03-02T09:15:00Z"}""";
        var (one, listed) = (Becomes.One("nicereply", row), Becomes.One("nicereply", $"[{row}]"));
        Assert.Equal(one.Id, listed.Id);
        Assert.StartsWith("agent:", one.Data.Agent, StringComparison.Ordinal);
        Assert.Equal("7", Becomes.One("nicereply", row, """{"agents":{"Kim@shop.example":7}}""").Data.Agent);
    }

    private static string Typeform(string type, string reference, int number, string eventId = "1") =>
        $$$"""{"event_id":"{{{eventId}}}","event_type":"form_response","form_response":{"form_id":"f","token":"t","submitted_at":"2026-03-02T10:15:30Z","answers":[{"number":{{{number}}},"field":{"id":"q1","type":"{{{type}}}","ref":"{{{reference}}}"}}]}}""";

    private static string Delighted(int score, long changed) =>
        $$$"""{"event_type":"survey_response.updated","event_data":{"id":"5","survey_type":"csat","score":{{{score}}},"created_at":1772439300,"updated_at":{{{changed}}}}}""";
}
