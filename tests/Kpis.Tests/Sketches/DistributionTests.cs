using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Sketches;

namespace KpiPlatform.Kpis.Tests.Sketches;

public sealed class DistributionTests
{
    [Fact]
    public void How_many_are_within_a_threshold_is_right_up_to_the_stated_error()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var values = Values(random);
            var histogram = BinsOf(values);
            for (var i = 0; i < 30; i++)
            {
                var threshold = random.Next(2) == 0 ? values[random.Next(values.Length)] + random.Next(-2, 3) : (long)Math.Exp(random.NextDouble() * 21);
                var (count, error) = Within.Of(histogram, threshold);
                Assert.InRange(values.Count(v => v <= threshold), count - error, count + error);
                Assert.True(error <= histogram[DurationBins.Of(threshold)].Count);
            }
        }
    }

    [Fact]
    public void A_single_value_in_its_bin_is_on_the_right_side_and_equal_ones_at_the_threshold_are_within()
    {
        Assert.Equal(new Within(1, 0), Within.Of(BinsOf(3_599_999), 3_600_000));
        Assert.Equal(new Within(1, 0), Within.Of(BinsOf(3_600_000), 3_600_000));
        Assert.Equal(new Within(0, 0), Within.Of(BinsOf(3_600_001), 3_600_000));
        Assert.Equal(4, Within.Of(BinsOf(3_600_000, 3_600_000, 3_600_000, 60_000), 3_600_000).Count);
        Assert.Equal(0, Within.Of(BinsOf(3_601_000, 3_601_000), 3_600_000).Count);
        Assert.Equal(new Within(2, 0), Within.Of(BinsOf(0, 0, 5), 0));
    }

    [Fact]
    public void A_threshold_further_off_never_has_fewer_within()
    {
        var histogram = BinsOf(Values(new Random(5)));
        var before = 0L;
        for (var threshold = 1L; threshold < 2_000_000_000; threshold += 1 + (threshold / 311))
        {
            var (count, _) = Within.Of(histogram, threshold);
            Assert.True(count >= before);
            before = count;
        }
    }

    [Fact]
    public void The_counts_of_all_bins_add_up_and_agree_with_the_percentiles()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var values = Values(random);
            var histogram = BinsOf(values);
            long[] own = [0, .. Enumerable.Range(0, 4).Select(_ => (long)Math.Exp(random.NextDouble() * 21)).Distinct().Order()];
            foreach (var edges in (IReadOnlyList<long>[])[Distribution.Edges(histogram, logarithmic: false), Distribution.Edges(histogram, logarithmic: true), own])
            {
                var bins = Distribution.OfDurations(histogram, edges, open: edges == own);
                Assert.Equal(values.Length, bins.Sum(b => b.Count));
                Assert.All(bins, b => Assert.True(b.Count >= 0));
                Assert.All(bins.Zip(bins.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
                var median = DurationBins.Quantile(histogram, 0.5)!.Value / 1000;
                var below = bins.TakeWhile(b => b.To is { } to && to * 1.01 < median).Sum(b => b.Count);
                Assert.True(below <= values.Length / 2.0 + 1);
            }
        }
    }

    [Fact]
    public void Readable_edges_begin_and_end_with_what_there_is()
    {
        Assert.Equal([(60.0, (double?)120.0, 2L), (120, 300, 0), (300, 600, 0), (600, 900, 0), (900, 1800, 1)], Readable(95_000, 100_000, 1_000_000));
        Assert.Equal([(0.0, (double?)0.1, 2L)], Readable(0, 7));
        Assert.Equal([(1800.0, (double?)3600.0, 1L)], Readable(3_600_000));
        Assert.Empty(Readable());
    }

    [Fact]
    public void A_score_has_a_bin_for_each_class_of_its_scale()
    {
        var (tally, measure) = (new Tally(), new Measure("score", Binning.Score, static _ => []));
        foreach (var value in new[] { 1.0, 2.5, 5, 5 }.Select(s => (long)(s * Measure.ScoreUnit))) tally.Add(1, value, measure.BinOf(value));
        Assert.Equal(
            [(1.0, 2.0, 1L), (2, 3, 1), (3, 4, 0), (4, 5, 0), (5, 5, 2)],
            Distribution.OfScores(tally.Bins, Unit.OneToFive).Select(b => (b.From, b.To!.Value, b.Count)));
    }

    private static IEnumerable<(double From, double? To, long Count)> Readable(params long[] values) =>
        Distribution.OfDurations(BinsOf(values), Distribution.Edges(BinsOf(values), logarithmic: false), open: false).Select(b => (b.From, b.To, b.Count));

    private static long[] Values(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => random.Next(20) == 0 ? 0 : (long)Math.Exp(random.NextDouble() * 21))];

    private static Histogram BinsOf(params long[] values)
    {
        var tally = new Tally();
        foreach (var value in values) tally.Add(1, value, DurationBins.Of(value));
        return tally.Bins;
    }
}
