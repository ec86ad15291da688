using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Tickets;

public sealed class SurveyTests
{
    [Fact]
    public void The_second_answer_to_a_survey_replaces_the_first()
    {
        var numbers = Numbers.Of(new Story().Answered("09:00", 1, survey: "sv1").Answered("11:00", 5, survey: "sv1"));

        Assert.Equal(5, numbers.Value("csat_score"));
        Assert.Equal(1, numbers.N("csat_score"));
    }

    [Fact]
    public void One_survey_may_ask_about_several_areas()
    {
        var numbers = Numbers.Of(new Story().Answered("09:00", 1, survey: "sv1", area: "pick_up").Answered("09:00", 5, survey: "sv1", area: "delivery"));

        Assert.Equal(3, numbers.Value("csat_score"));
        Assert.Equal(2, numbers.N("csat_score"));
    }

    [Theory]
    [InlineData(10, "0-10", 5)]
    [InlineData(5, "0-10", 3)]
    [InlineData(1, "0-6", 1 + (4 / 6.0))]
    [InlineData(7, "1-7", 5)]
    [InlineData(1, "good-bad", 5)]
    [InlineData(0, "good-bad", 1)]
    public void Other_scales_are_mapped_linearly_to_one_to_five(int score, string scale, double mapped)
    {
        Assert.Equal(mapped, Numbers.Of(new Story().Answered("09:00", score, scale)).Value("csat_score")!.Value, tolerance: 1e-9);
    }

    [Fact]
    public void The_five_classes_add_up_to_the_answers_and_the_two_best_are_positive()
    {
        var number = Numbers.Of([.. Enumerable.Range(1, 5).Select(score => new Story($"s{score}").Answered("09:00", score))])["csat_positive"];

        Assert.Equal(0.4, number.Value);
        Assert.Equal(["very_positive", "positive", "neutral", "negative", "very_negative"], number.Parts!.Keys);
        Assert.All(number.Parts.Values, count => Assert.Equal(1, count));
    }

    [Fact]
    public void An_answer_belongs_to_the_agent_it_names_else_to_who_replied_last_before_it()
    {
        var numbers = Numbers.Of(
            new Story("a").Opened("09:00").Reply("09:10", "ann").Reply("09:20", "bob").Answered("10:00", 5).Reply("11:00", "cid"),
            new Story("b").Opened("09:00").Reply("09:10", "ann").Answered("10:00", 1, agent: "dan"));

        Assert.Equal(5, numbers.Agent("bob").Value("csat_score"));
        Assert.Equal(1, numbers.Agent("dan").Value("csat_score"));
    }
}
