using System.Security.Cryptography;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Aggregator.Rebuilding;
using KpiPlatform.Kpis;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Aggregator.Retaining;

/// <summary>What moves when streams are let go of: their facts and what these are in the cells, out of the shard that is written and into the archive. Only computes.</summary>
internal sealed class Retirement(Catalogue catalogue)
{
    private readonly CellDeltas taken = new(catalogue);
    private readonly CellDeltas given = new(catalogue);
    private readonly List<StreamChange> leaving = [];
    private readonly List<StreamChange> archived = [];

    /// <summary>The streams as they leave, and with which changes of cells.</summary>
    public IReadOnlyList<StreamChange> Leaving => leaving;

    public IReadOnlyDictionary<CellKey, Tallies> Taken => taken.All();

    /// <summary>The same facts without the stream's names: nobody can say of which ticket they were.</summary>
    public IReadOnlyList<StreamChange> Archived => archived;

    public IReadOnlyDictionary<CellKey, Tallies> Given => given.All();

    /// <summary>True when nothing of the stream is open or will be, and its last event is older than <paramref name="cutoff"/>.</summary>
    public static bool IsDue(StreamState stream, DateTimeOffset cutoff) =>
        stream.Timeline.Events is [.., var last] && last.Time < cutoff && IsDone(stream);

    /// <summary>Nothing of the stream is open, and nothing will happen to it with no event.</summary>
    public static bool IsDone(StreamState stream) =>
        new StreamChange(Guid.Empty, stream.Stream, stream.Timeline, [], new([], []), stream.Under).DueAt is null
        && StreamFold.Tickets(stream.Timeline, stream.Under.AsOf).All(t => t.OpenedAt is null || t.IsResolved);

    public void Add(Guid key, StreamState stream)
    {
        var facts = FactSheet.Of(stream.Stream, stream.Timeline, catalogue, stream.Under);
        var nameless = new Guid(RandomNumberGenerator.GetBytes(16));
        leaving.Add(new(key, stream.Stream, stream.Timeline, [], new(facts, []), stream.Under));
        archived.Add(new(nameless, stream.Stream with { Subject = "" }, Timeline.Empty, [], new([], facts), stream.Under));
        taken.Book(stream.Stream.Workspace, leaving[^1].Facts);
        given.Book(stream.Stream.Workspace, archived[^1].Facts);
    }

    /// <summary>The digest of the archive's facts with the new ones.</summary>
    public ProjectionDigest DigestWith(byte[] before)
    {
        var digest = new ProjectionDigest(before);
        foreach (var stream in archived)
        {
            foreach (var fact in stream.Facts.Added) digest.Add(stream.Key, stream.Stream.Workspace, fact);
        }

        return digest;
    }
}
