using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Definitions;

public sealed class SurveyKpiTests
{
    [Fact]
    public void Promoters_less_detractors_in_points()
    {
        var number = Numbers.Of(Answers("nps", 10, 9, 9, 8, 7, 6, 0, 10))["nps"];

        Assert.Equal(25, number.Value);
        Assert.Equal(8, number.N);
        Assert.Equal([("promoters", 4), ("passives", 2), ("detractors", 2)], number.Parts!.Select(p => (p.Key, p.Value)));
    }

    [Theory]
    [InlineData(10, 100)]
    [InlineData(8, 0)]
    [InlineData(0, -100)]
    public void A_net_score_goes_from_minus_100_to_100(int score, double points) => Assert.Equal(points, Numbers.Of(Answers("nps", score)).Value("nps"));

    [Fact]
    public void Without_answers_a_net_score_is_null() => Assert.Null(Numbers.Of(new Story().Opened("09:00")).Value("nps"));

    [Fact]
    public void Answers_on_another_scale_are_no_promoters_and_are_told()
    {
        var numbers = Numbers.Of(new Story("a").Answered("09:00", 10, "0-10", kind: "nps"), new Story("b").Answered("09:00", 5, "1-5", kind: "nps"), new Story("c").Answered("09:00", 5));

        Assert.Equal(1, numbers.N("nps"));
        Assert.Equal(1, numbers.Excluded("nps", "other_scale"));
    }

    [Fact]
    public void Customers_and_colleagues_are_asked_apart()
    {
        var numbers = Numbers.Of([.. Answers("nps", 10), .. Answers("enps", 0, 0, 0, 0, 0)]);

        Assert.Equal(100, numbers.Value("nps"));
        Assert.Equal(-100, numbers.Value("enps"));
    }

    [Fact]
    public void Effort_is_a_mean_on_one_to_seven_whatever_the_scale()
    {
        var numbers = Numbers.Of(
            new Story("a").Answered("09:00", 7, "1-7", kind: "ces"), new Story("b").Answered("09:00", 5, "0-10", kind: "ces"), new Story("c").Answered("09:00", 0, "good-bad", kind: "ces"));

        Assert.Equal(4, numbers.Value("ces"));
        Assert.Equal(3, numbers.N("ces"));
    }

    [Fact]
    public void Low_effort_is_five_and_more_of_seven()
    {
        var number = Numbers.Of([.. Enumerable.Range(1, 7).Select(score => new Story($"s{score}").Answered("09:00", score, "1-7", kind: "ces"))])["ces_low_effort"];

        Assert.Equal(3 / 7.0, number.Value);
        Assert.Equal(7, number.Parts!.Count);
        Assert.All(number.Parts.Values, count => Assert.Equal(1, count));
    }

    [Fact]
    public void The_last_answer_to_a_survey_of_any_kind_counts()
    {
        var numbers = Numbers.Of(new Story().Answered("09:00", 0, "0-10", "sv", kind: "nps").Answered("10:00", 9, "0-10", "sv", kind: "nps").Answered("11:00", 2, "1-7", "sv", kind: "ces"));

        Assert.Equal((100, 2), (numbers.Value("nps"), numbers.Value("ces")));
    }

    private static Story[] Answers(string kind, params int[] scores) => [.. scores.Select((score, i) => new Story($"{kind}{i}").Answered("09:00", score, "0-10", kind: kind))];
}
