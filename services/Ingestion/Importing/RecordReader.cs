using KpiPlatform.Ingestion.Events;
using KpiPlatform.Ingestion.Webhooks;

namespace KpiPlatform.Ingestion.Importing;

/// <summary>The readings of a vendor's records, one record a line. One that is refused is named by its line and does not hold up the others.</summary>
internal static class RecordReader
{
    /// <summary>
    /// Throws <see cref="TooManyEventsException"/> beyond <see cref="HttpLimits.Events"/> lines, or as many events of several lines, and <see cref="NoHistoryException"/>
    /// when the source has none to read.
    /// </summary>
    public static (List<Reading> Readings, int Records) Read(Source source, Delivery delivery, ReadOnlyMemory<byte> body)
    {
        var readings = new List<Reading>();
        var line = 0;
        while (!body.IsEmpty)
        {
            var end = body.Span.IndexOf((byte)'\n');
            var record = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (record.Span.Trim(" \t\r"u8).IsEmpty) continue;
            if (line == HttpLimits.Events) throw new TooManyEventsException();
            var index = line;
            readings.AddRange(One(source, delivery, record).Select(reading => Placed(reading, index)));
            // A single record may be long: there is no shorter request to ask for.
            if (line++ > 0 && readings.Count > HttpLimits.Events) throw new TooManyEventsException();
        }

        return (readings, line);
    }

    private static IReadOnlyList<Reading> One(Source source, Delivery delivery, ReadOnlyMemory<byte> record) => Delivery.Guarded(() =>
    {
        using var json = Delivery.Parse(record);
        var readings = source.ReadRecord(delivery, Node.Root(json.RootElement).RequiredObject) ?? throw new NoHistoryException(source);
        List<Reading> all = [.. readings];
        return all.Count > 0 ? all : [Delivery.Ignore(IgnoredReason.NothingInIt)];
    });

    private static Reading Placed(Reading reading, int line) =>
        reading is Reading.Refused refused ? new Reading.Refused([.. refused.Findings.Select(finding => finding with { Index = line })]) : reading;
}

/// <summary>The source tells only what happens now.</summary>
internal sealed class NoHistoryException(Source source) : Exception($"{source.Title} has no history that can be imported; a mapping file reads any CSV or NDJSON (docs/import.md).");
