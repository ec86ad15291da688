using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Contracts.V1;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Aggregator.Tests;

/// <summary>The tables without a database: what batches change is applied to dictionaries, as the store applies it to rows.</summary>
internal sealed class InMemoryTables
{
    private readonly Dictionary<int, Dictionary<Guid, Timeline>> _timelines = [];
    private readonly Dictionary<int, Dictionary<CellKey, Tallies>> _cells = [];
    private readonly Dictionary<int, List<(Guid Stream, string Workspace, Fact Fact)>> _facts = [];

    public void Project(IEnumerable<CanonicalEvent> batch)
    {
        foreach (var own in ProjectionDatabase.ByPartition(batch))
        {
            var (timelines, cells, facts) = (Of(_timelines, own.Key), Of(_cells, own.Key), Of(_facts, own.Key));
            var change = new BatchProjector(Catalogue.Default).Project(BatchProjector.ByStream(own), timelines);
            Assert.Empty(change.Failures);
            foreach (var stream in change.Streams)
            {
                timelines[stream.Key] = TimelineCodec.Decode(TimelineCodec.Encode(stream.Timeline));
                foreach (var fact in stream.Facts.Removed) Assert.True(facts.Remove((stream.Key, stream.Stream.Workspace, fact)), $"{fact} was never there");
                facts.AddRange(stream.Facts.Added.Select(f => (stream.Key, stream.Stream.Workspace, f)));
            }

            foreach (var (key, delta) in change.Cells)
            {
                if (cells.GetValueOrDefault(key) is { } stored) delta.AddEncoded(stored.Encode());
                cells[key] = delta;
            }
        }
    }

    /// <summary>As <see cref="ProjectionDatabase.DigestOf"/>.</summary>
    public string Digest() => string.Join(' ', Enumerable.Range(0, ProjectionDatabase.Partitions).Select(partition =>
    {
        var digest = new ProjectionDigest();
        foreach (var (key, timeline) in Of(_timelines, partition)) digest.Add(key, TimelineCodec.Encode(timeline));
        foreach (var (stream, workspace, fact) in Of(_facts, partition)) digest.Add(stream, workspace, fact);
        foreach (var (key, tallies) in Of(_cells, partition).Where(c => !c.Value.IsEmpty)) digest.Add(key, tallies.Encode());
        return digest.ToString();
    }));

    private static T Of<T>(Dictionary<int, T> byPartition, int partition)
        where T : new()
    {
        if (!byPartition.TryGetValue(partition, out var own)) byPartition[partition] = own = new T();
        return own;
    }
}
