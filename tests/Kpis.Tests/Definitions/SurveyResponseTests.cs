using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Definitions;

public sealed class SurveyResponseTests
{
    [Fact]
    public void A_survey_counts_when_it_was_sent_however_late_the_answer()
    {
        var numbers = Numbers.Of(new Story("a").Sent("09:00", "sv1").Answered("20 09:00", 5, survey: "sv1"), new Story("b").Sent("10:00", "sv2"));

        Assert.Equal((0.5, 2), (numbers.Value("survey_response_rate"), numbers.N("survey_response_rate")));
        Assert.Equal(1, numbers.Before("09:30").Value("survey_response_rate"));
    }

    [Fact]
    public void The_parts_tell_the_kinds_apart_and_colleagues_are_left_out()
    {
        var number = Numbers.Of(
            new Story("a").Sent("09:00", "1").Sent("09:00", "2", "nps").Answered("10:00", 9, "0-10", "2", kind: "nps"),
            new Story("b").Sent("09:00", "3", "enps").Answered("10:00", 9, "0-10", "3", kind: "enps"))["survey_response_rate"];

        Assert.Equal([("csat_unanswered", 1), ("nps_answered", 1)], number.Parts!.Where(p => p.Value != 0).Select(p => (p.Key, p.Value)).Order());
        Assert.Equal(2, number.N);
    }

    [Fact]
    public void A_changed_mind_and_a_reminder_are_one_survey()
    {
        var numbers = Numbers.Of(new Story().Sent("09:00", "sv1").Sent("10:00", "sv2").Sent("12:00", "sv1").Answered("13:00", 1, survey: "sv1").Answered("14:00", 5, survey: "sv1"));

        Assert.Equal((0.5, 2), (numbers.Value("survey_response_rate"), numbers.N("survey_response_rate")));
    }

    [Fact]
    public void Without_ids_an_answer_is_to_the_oldest_survey_of_its_kind_that_has_none()
    {
        var numbers = Numbers.Of(new Story().Sent("09:00").Sent("10:00").Sent("10:30", kind: "nps").Answered("11:00", 4).Sent("12:00"));

        Assert.Equal((0.25, 4), (numbers.Value("survey_response_rate"), numbers.N("survey_response_rate")));
        Assert.Equal(1, numbers.Before("09:30").Value("survey_response_rate"));
        Assert.Equal(0.5, Numbers.Of(new Story().Sent("09:00").Answered("09:10", 4).Sent("10:00").Answered("09:20", 2)).Value("survey_response_rate"));
    }

    [Fact]
    public void An_answer_to_another_survey_answers_none()
    {
        Assert.Equal(0, Numbers.Of(new Story().Sent("09:00", "sv1").Answered("10:00", 4, survey: "sv2")).Value("survey_response_rate"));
        Assert.Null(Numbers.Of(new Story().Answered("10:00", 4)).Value("survey_response_rate"));
    }
}
