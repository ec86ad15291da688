using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Readings;
using KpiPlatform.Kpis.Sketches;

namespace KpiPlatform.Kpis.Tests.Readings;

public sealed class ConfidenceTests
{
    private static readonly Measure Score = new("score", Binning.Score, static _ => []);

    /// <summary>8 of 10 as any calculator has it, and the four examples of Newcombe, Statistics in Medicine 17 (1998), table I.</summary>
    [Theory]
    [InlineData(8, 10, 0.4902, 0.9433)]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void A_share_has_the_published_Wilson_interval(long successes, long n, double low, double high)
    {
        var interval = Wilson.Interval(successes, n)!;
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
        Assert.Equal(0.95, interval.Level);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    public void What_is_no_share_has_no_interval(long successes, long n) => Assert.Null(Wilson.Interval(successes, n));

    [Fact]
    public void A_mean_of_whole_scores_has_Students_interval_within_the_scale()
    {
        var interval = Of(1, 2, 3, 4, 5)!;
        Assert.Equal(1.0368, interval.Low, 0.002);
        Assert.Equal(4.9632, interval.High, 0.002);
        Assert.Equal((1.0, 5.0), (Of(5, 1)!.Low, Of(5, 1)!.High));
        Assert.Null(Of(4));
        Assert.Null(Of(5, 5, 5));
    }

    [Fact]
    public void Of_scores_between_the_classes_the_interval_is_no_narrower_than_the_exact_one()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, random.Next(3, 50)).Select(_ => 2 + (2 * random.NextDouble())).ToArray();
            var (mean, n) = (values.Average(), values.Length);
            var exact = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (n - 1) / n) * 1.96;
            var interval = Of(values)!;
            Assert.True(interval.High - mean >= Math.Min(exact, 5 - mean) && mean - interval.Low >= Math.Min(exact, mean - 1), $"seed {seed}");
        }
    }

    /// <summary>The ranks of any table of nonparametric intervals of the median, here from 0.</summary>
    [Theory]
    [InlineData(5, 0.5, null, null)]
    [InlineData(6, 0.5, 0L, 5L)]
    [InlineData(10, 0.5, 1L, 8L)]
    [InlineData(20, 0.5, 5L, 14L)]
    [InlineData(50, 0.5, 17L, 32L)]
    [InlineData(100, 0.5, 39L, 60L)]
    [InlineData(35, 0.9, null, null)]
    [InlineData(36, 0.9, 28L, 35L)]
    [InlineData(30, 1.0, null, null)]
    public void A_percentile_lies_between_two_ranks(long n, double quantile, long? low, long? high) =>
        Assert.Equal((low, high), OrderStatistics.Ranks(n, quantile) is var (l, h) ? (l, h) : (null, (long?)null));

    [Fact]
    public void The_ranks_of_very_many_values_are_found_as_well()
    {
        var (low, high) = OrderStatistics.Ranks(10_000_000, 0.99)!.Value;
        Assert.InRange(low, 9_899_380, 9_899_386);
        Assert.InRange(high, 9_900_614, 9_900_620);
    }

    [Fact]
    public void The_interval_of_a_percentile_holds_the_true_one_as_often_as_it_says()
    {
        var (random, held) = (new Random(17), 0);
        for (var run = 0; run < 1000; run++)
        {
            var tally = new Tally();
            foreach (var value in Enumerable.Range(0, 60).Select(_ => (long)(-Math.Log(1 - random.NextDouble()) * 1_000_000))) tally.Add(1, value, DurationBins.Of(value));
            var interval = OrderStatistics.Interval(tally.Bins, 0.75)!;
            if (interval.Low <= 1_386_294 && interval.High >= 1_386_294) held++;
        }

        Assert.InRange(held, 935, 990);
    }

    private static ConfidenceInterval? Of(params double[] scores)
    {
        var tally = new Tally();
        foreach (var value in scores.Select(s => (long)(s * Measure.ScoreUnit))) tally.Add(1, value, Score.BinOf(value));
        return MeanInterval.OfScores(tally, Unit.OneToFive);
    }
}
