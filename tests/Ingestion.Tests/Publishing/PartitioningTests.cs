using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Tests.Publishing;

public sealed class PartitioningTests
{
    /// <summary>Computed by a program of its own (FNV-1a, Murmur3's finaliser): these never change, or streams would change their worker.</summary>
    [Theory]
    [InlineData("acme", "/zendesk/acme", "4711", 4, 2)]
    [InlineData("acme", "/zendesk/acme", "4712", 4, 0)]
    [InlineData("acme", "/zendesk/acme", "4713", 7, 3)]
    [InlineData("ümlaut", "/mail/€", "😀", 4, 1)]
    [InlineData("a", "b", "", 1, 0)]
    public void A_stream_always_has_the_same_partition(string workspace, string source, string subject, int partitions, int expected) =>
        Assert.Equal(expected, Partitioning.Of(workspace, source, subject, partitions));

    [Fact]
    public void Names_longer_than_the_buffer_count_whole() => Assert.Equal(3, Partitioning.Of("acme", "/z", new string('x', 300) + new string('y', 300), 16));
}
