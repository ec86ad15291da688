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
    private readonly Dictionary<int, Dictionary<Guid, StreamState>> _streams = [];
    private readonly Dictionary<int, Dictionary<CellKey, Tallies>> _cells = [];
    private readonly Dictionary<int, List<(Guid Stream, string Workspace, Fact Fact)>> _facts = [];

    public void Project(IEnumerable<CanonicalEvent> batch, Conditions now)
    {
        foreach (var own in ProjectionDatabase.ByPartition(batch))
        {
            Apply(own.Key, new BatchProjector(Catalogue.Default).Project(BatchProjector.ByStream(own), Of(_streams, own.Key), (_, _) => now));
        }
    }

    /// <summary>Folds the streams again whose time has come or that are under other rules; returns how many.</summary>
    public int Refold(Conditions now)
    {
        var count = 0;
        for (var partition = 0; partition < ProjectionDatabase.Partitions; partition++)
        {
            var overdue = Of(_streams, partition).Where(s => s.Value.Under.Rules.Version != now.Rules.Version || StreamFold.DueAt(s.Value.Timeline, s.Value.Under.AsOf) <= now.AsOf);
            var again = new SortedDictionary<Guid, StreamState>(overdue.ToDictionary());
            count += again.Count;
            Apply(partition, new BatchProjector(Catalogue.Default).Refold(again, (_, _) => now));
        }

        return count;
    }

    /// <summary>As <see cref="ProjectionDatabase.DigestOf"/>.</summary>
    public string Digest() => string.Join(' ', Enumerable.Range(0, ProjectionDatabase.Partitions).Select(partition =>
    {
        var digest = new ProjectionDigest();
        foreach (var (key, state) in Of(_streams, partition)) digest.Add(key, TimelineCodec.Encode(state.Timeline));
        foreach (var (stream, workspace, fact) in Of(_facts, partition)) digest.Add(stream, workspace, fact);
        foreach (var (key, tallies) in Of(_cells, partition).Where(c => !c.Value.IsEmpty)) digest.Add(key, tallies.Encode());
        return digest.ToString();
    }));

    private void Apply(int partition, BatchChange change)
    {
        var (streams, cells, facts) = (Of(_streams, partition), Of(_cells, partition), Of(_facts, partition));
        Assert.Empty(change.Failures);
        foreach (var stream in change.Streams)
        {
            streams[stream.Key] = new(stream.Stream, TimelineCodec.Decode(TimelineCodec.Encode(stream.Timeline)), stream.Under);
            foreach (var fact in stream.Facts.Removed) Assert.True(facts.Remove((stream.Key, stream.Stream.Workspace, fact)), $"{fact} was never there");
            facts.AddRange(stream.Facts.Added.Select(f => (stream.Key, stream.Stream.Workspace, f)));
        }

        foreach (var (key, delta) in change.Cells)
        {
            if (cells.GetValueOrDefault(key) is { } stored) delta.AddEncoded(stored.Encode());
            cells[key] = delta;
        }
    }

    private static T Of<T>(Dictionary<int, T> byPartition, int partition)
        where T : new()
    {
        if (!byPartition.TryGetValue(partition, out var own)) byPartition[partition] = own = new T();
        return own;
    }
}
