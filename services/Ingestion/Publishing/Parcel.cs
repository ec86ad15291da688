using System.Diagnostics;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Ingestion.Publishing;

/// <summary>Events of one request for one partition, not more than a message holds.</summary>
/// <param name="Request">The request's trace.</param>
/// <param name="Span">The request's span while it is open: it learns in which message its events went. Null when they come out of the spool.</param>
internal sealed record Parcel(IReadOnlyList<CanonicalEvent> Events, ActivityContext Request, Activity? Span = null)
{
    /// <summary>Sorts events into partitions and cuts them to size.</summary>
    public static IEnumerable<(int Partition, Parcel Parcel)> Pack(IReadOnlyList<CanonicalEvent> events, int partitions, int size)
    {
        var span = Activity.Current;
        var request = span?.Context ?? default;
        if (events.Count == 1) return [(Of(events[0]), new Parcel(events, request, span))];
        return events.GroupBy(Of).SelectMany(group => group.Chunk(size).Select(chunk => (group.Key, new Parcel(chunk, request, span))));

        int Of(CanonicalEvent e) => Partitioning.Of(e.Workspace, e.Source, e.Subject, partitions);
    }

    public IEnumerable<Parcel> Cut(int size) => Events.Chunk(size).Select(chunk => this with { Events = chunk });
}
