using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Sketches;

namespace KpiPlatform.Kpis.Tests.Sketches;

public sealed class DurationBinsTests
{
    [Fact]
    public void A_value_is_within_the_bounds_of_its_bin_and_the_bounds_are_near_each_other()
    {
        for (var ms = 1L; ms < 40_000_000_000; ms += 1 + (ms / 37))
        {
            var bin = DurationBins.Of(ms);
            var (above, upTo) = Bounds(bin);
            Assert.InRange(ms, above * (1 - 1e-12), upTo * (1 + 1e-12));
            Assert.True(bin == 0 || upTo - above <= above * (DurationBins.RelativeError + 1e-12));
        }
    }

    [Fact]
    public void Every_percentile_is_within_the_relative_error_of_the_exact_one()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, random.Next(1, 400)).Select(_ => (long)Math.Exp(random.NextDouble() * 20)).Order().ToArray();
            var bins = BinsOf(values);
            for (var percent = 0; percent <= 100; percent++)
            {
                var exact = Exact(values, percent / 100.0);
                Assert.InRange(DurationBins.Quantile(bins, percent / 100.0)!.Value, exact * 0.99 - 1e-6, exact * 1.01 + 1e-6);
            }
        }
    }

    [Fact]
    public void Of_nothing_there_is_no_percentile_and_of_zeros_it_is_zero()
    {
        Assert.Null(DurationBins.Quantile([], 0.5));
        Assert.Equal(0, DurationBins.Quantile(BinsOf(0, 0, 0), 0.5));
    }

    [Fact]
    public void In_a_small_group_percentiles_are_exact()
    {
        var bins = BinsOf(1_800_000, 234_000_000, 60_000);

        Assert.Equal(60_000, DurationBins.Quantile(bins, 0));
        Assert.Equal(1_800_000, DurationBins.Quantile(bins, 0.5));
        Assert.Equal(234_000_000, DurationBins.Quantile(bins, 1));
    }

    private static (double Above, double UpTo) Bounds(int bin) =>
        (bin == 0 ? 0 : Math.Exp((bin - 1) * DurationBins.LogGamma), Math.Exp(bin * DurationBins.LogGamma));

    private static Histogram BinsOf(params long[] values)
    {
        var tally = new Tally();
        foreach (var value in values) tally.Add(1, value, DurationBins.Of(value));
        return tally.Bins;
    }

    private static double Exact(long[] sorted, double quantile)
    {
        var rank = quantile * (sorted.Length - 1);
        var below = (int)rank;
        return below + 1 < sorted.Length ? sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
