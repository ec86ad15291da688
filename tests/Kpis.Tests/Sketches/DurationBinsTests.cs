using KpiPlatform.Kpis.Sketches;

namespace KpiPlatform.Kpis.Tests.Sketches;

public sealed class DurationBinsTests
{
    [Fact]
    public void A_value_is_within_the_bounds_of_its_bin_and_near_what_stands_for_it()
    {
        for (var ms = 1L; ms < 40_000_000_000; ms += 1 + (ms / 37))
        {
            var bin = DurationBins.Of(ms);
            var (above, upTo) = DurationBins.Bounds(bin);
            Assert.InRange(ms, above * (1 - 1e-12), upTo * (1 + 1e-12));
            Assert.InRange(DurationBins.Value(bin), ms * (1 - DurationBins.RelativeError - 1e-9), ms * (1 + DurationBins.RelativeError + 1e-9));
        }
    }

    [Fact]
    public void Every_percentile_is_within_the_relative_error_of_the_exact_one()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, random.Next(1, 400)).Select(_ => (long)Math.Exp(random.NextDouble() * 20)).Order().ToArray();
            var bins = new SortedDictionary<int, long>();
            foreach (var value in values) bins[DurationBins.Of(value)] = bins.GetValueOrDefault(DurationBins.Of(value)) + 1;
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
        Assert.Equal(0, DurationBins.Quantile([new(DurationBins.Of(0), 3)], 0.5));
    }

    private static double Exact(long[] sorted, double quantile)
    {
        var rank = quantile * (sorted.Length - 1);
        var below = (int)rank;
        return below + 1 < sorted.Length ? sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
