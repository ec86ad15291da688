using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Tests.Cells;

public sealed class HistogramTests
{
    [Fact]
    public void Few_bins_or_many_it_holds_what_a_dictionary_would()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (histogram, dictionary) = (new Histogram(), new SortedDictionary<int, Bin>());
            var (spread, adds) = (random.Next(1, 2500), random.Next(1, 400));
            for (var i = 0; i < adds; i++)
            {
                var bin = random.Next(-1, spread);
                var held = dictionary.GetValueOrDefault(bin);
                var (count, sum) = random.Next(3) == 0 ? (-held.Count, -held.Sum) : (random.Next(0, 3), random.Next(0, 1000));
                histogram.Add(bin, count, sum);
                dictionary[bin] = new Bin(held.Count + count, held.Sum + sum);
                if (dictionary[bin] == default) dictionary.Remove(bin);
            }

            Assert.Equal(dictionary, histogram);
            Assert.Equal(dictionary.Count, histogram.Count);
            Assert.All(Enumerable.Range(-2, spread + 4), bin => Assert.Equal(dictionary.GetValueOrDefault(bin), histogram[bin]));
        }
    }
}
