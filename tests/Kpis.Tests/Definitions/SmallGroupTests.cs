using FsCheck;
using FsCheck.Fluent;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Testing;

namespace KpiPlatform.Kpis.Tests.Definitions;

/// <summary>What a few colleagues answer is theirs.</summary>
public sealed class SmallGroupTests
{
    private static readonly Reading Enps = Catalogue.Default.Find("enps")!.Reading;

    [Fact]
    public void Four_answers_tell_nothing_not_even_that_they_are_four()
    {
        var number = Together([4])[0];

        Assert.Equal(new Number(null, 0) { Suppressed = true }, number);
        Assert.Null(Enps.Interval(Tallies(4), Statistic.Mean));
        Assert.Null(Enps.Distributed);
    }

    [Fact]
    public void Five_answers_are_shown()
    {
        var number = Numbers.Of([.. Enumerable.Range(0, 5).Select(i => new Story($"s{i}").Answered("09:00", 9, "0-10", kind: "enps"))])["enps"];

        Assert.Equal((100, 5, false), (number.Value, number.N, number.Suppressed));
        Assert.Equal(5, number.Parts!["promoters"]);
    }

    [Theory]
    [InlineData(new long[] { 4, 20, 7, 9 }, new long[] { 0, 20, 0, 9 })]
    [InlineData(new long[] { 4, 1, 7 }, new long[] { 0, 0, 7 })]
    [InlineData(new long[] { 1, 1, 7 }, new long[] { 0, 0, 0 })]
    [InlineData(new long[] { 0, 6, 7 }, new long[] { 0, 6, 7 })]
    [InlineData(new long[] { 5, 6, 7 }, new long[] { 5, 6, 7 })]
    [InlineData(new long[] { 3 }, new long[] { 0 })]
    public void A_hidden_group_takes_the_next_smallest_with_it(long[] answers, long[] shown) => Assert.Equal(shown, Together(answers).Select(n => n.N));

    [Fact]
    public void The_total_less_what_is_shown_is_never_of_one_to_four_colleagues()
    {
        var property = Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Choose(0, 12))), sizes =>
        {
            var numbers = Together([.. sizes.Select(size => (long)size)]);
            var hidden = sizes.Sum() - numbers.Sum(n => n.N);
            return (hidden is 0 or >= 5 || sizes.Sum() < 5) && numbers.All(n => n.Suppressed == (n.N == 0) && (n.Suppressed ? n is { Value: null, Parts: null } : n.N >= 5));
        });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void What_customers_say_is_shown_from_one_answer_on()
    {
        Assert.Equal(1, Numbers.Of(new Story().Answered("09:00", 9, "0-10", kind: "nps"))["nps"].N);
    }

    private static IReadOnlyList<Number> Together(long[] answers) => Enps.ReadTogether([.. answers.Select(Tallies)], Statistic.Mean);

    private static Tallies Tallies(long answers)
    {
        var tallies = new Tallies();
        tallies.Add(Enps.Measures[0].Code, answers, 8 * answers * Measure.ScoreUnit, bin: 8);
        return tallies;
    }
}
