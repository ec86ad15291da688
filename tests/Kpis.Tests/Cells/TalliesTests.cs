using KpiPlatform.Kpis.Cells;

namespace KpiPlatform.Kpis.Tests.Cells;

public sealed class TalliesTests
{
    [Fact]
    public void What_is_added_and_taken_back_leaves_no_trace()
    {
        var tallies = new Tallies();
        tallies.Add(7, 1, 1500, bin: 366);
        tallies.Add(-9, 1, -1, bin: null);
        tallies.Add(7, -1, -1500, bin: 366);
        tallies.Add(-9, -1, 1, bin: null);

        Assert.True(tallies.IsEmpty);
        Assert.Equal(new Tallies().Encode(), tallies.Encode());
    }

    [Fact]
    public void Stored_tallies_come_back_and_merge()
    {
        var one = new Tallies();
        one.Add(7, 2, 3000, bin: 366);
        one.Add(7, 1, 0, bin: -1);
        one.Add(-9, 5, -5, bin: null);
        var both = new Tallies();
        both.AddEncoded(one.Encode());
        both.AddEncoded(one.Encode());

        Assert.Equal((6, 6000), (both[7].N, both[7].Sum));
        Assert.Equal([new(-1, new Bin(2, 0)), new(366, new Bin(4, 6000))], both[7].Bins);
        Assert.Equal((10, -10), (both[-9].N, both[-9].Sum));
    }

    [Fact]
    public void The_same_tallies_are_the_same_bytes_in_whatever_order_they_came()
    {
        var (a, b) = (new Tallies(), new Tallies());
        (int Measure, long Value, int Bin)[] bookings = [(1, 10, 3), (2, 20, 1), (1, 30, 2), (-5, 1, 0)];
        foreach (var (measure, value, bin) in bookings) a.Add(measure, 1, value, bin);
        foreach (var (measure, value, bin) in bookings.Reverse()) b.Add(measure, 1, value, bin);

        Assert.Equal(a.Encode(), b.Encode());
    }
}
