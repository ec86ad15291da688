using System.Globalization;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Contracts.Tests;

/// <summary>A stream that moved to another partition would have two writers: these numbers are for ever.</summary>
public sealed class PartitioningTests
{
    [Theory]
    [InlineData("acme", "/zendesk/acme", "1", 4, 1)]
    [InlineData("acme", "/zendesk/acme", "2", 4, 1)]
    [InlineData("acme", "/zendesk/acme", "3", 4, 2)]
    [InlineData("acme", "/zendesk/acme", "4711", 16, 10)]
    [InlineData("other", "/zendesk/acme", "4711", 16, 1)]
    [InlineData("acme", "/freshdesk/acme", "4711", 16, 3)]
    [InlineData("acme", "/import/helpdesk-log", "Case 1", 7, 1)]
    [InlineData("Ünï", "/söurce", "票", 1024, 12)]
    [InlineData("", "", "", 4, 0)]
    public void A_stream_stays_in_its_partition(string workspace, string source, string subject, int partitions, int expected) =>
        Assert.Equal(expected, Partitioning.Of(workspace, source, subject, partitions));

    [Fact]
    public void Names_do_not_run_into_each_other() =>
        Assert.NotEqual(Partitioning.Of("ab", "c", "d", 1 << 30), Partitioning.Of("a", "bc", "d", 1 << 30));

    [Fact]
    public void A_name_of_any_length_has_a_partition() => Assert.InRange(Partitioning.Of("w", "/s", new string('ä', 5000), 4), 0, 3);

    [Theory]
    [InlineData(2, "{0}")]
    [InlineData(4, "{0}")]
    [InlineData(4, "ticket-{0:000000}")]
    [InlineData(7, "{0}")]
    [InlineData(16, "Case {0}")]
    public void Tickets_numbered_in_a_row_are_spread_evenly(int partitions, string format)
    {
        const int Tickets = 20_000;
        var sizes = Enumerable.Range(1, Tickets).Select(i => Partitioning.Of("acme", "/zendesk/acme", string.Format(CultureInfo.InvariantCulture, format, i), partitions))
            .CountBy(p => p).ToDictionary();
        Assert.Equal(partitions, sizes.Count);
        Assert.All(sizes.Values, n => Assert.InRange(n, 0.9 * Tickets / partitions, 1.1 * Tickets / partitions));
    }
}
