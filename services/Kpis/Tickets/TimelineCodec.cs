using System.Buffers;

namespace KpiPlatform.Kpis.Tickets;

/// <summary>
/// Timelines as bytes for storage: a version, the number of events, then each event as its id, kind, time and the members it has, each
/// behind its number. Numbers are never given a second meaning; a timeline of another version is rebuilt from the log.
/// </summary>
public static class TimelineCodec
{
    private const byte Version = 1;

    public static byte[] Encode(Timeline timeline)
    {
        var buffer = new ArrayBufferWriter<byte>(64 + (timeline.Events.Count * 64));
        var w = new ByteWriter(buffer);
        w.Byte(Version);
        w.Number(timeline.Events.Count);
        foreach (var e in timeline.Events)
        {
            w.Text(e.Id);
            w.Byte((byte)e.Kind);
            w.Time(e.Time);
            Members.Write(ref w, e.Data);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are of another version, or are no timeline.</exception>
    public static Timeline Decode(ReadOnlySpan<byte> bytes)
    {
        var r = new ByteReader(bytes);
        var version = r.Byte();
        if (version != Version) throw new InvalidDataException($"A timeline of version {version}: this program reads {Version}. Run a rebuild.");
        var events = new TimelineEvent[r.Count()];
        for (var i = 0; i < events.Length; i++)
        {
            var id = r.Text();
            var kind = (EventKind)r.Byte();
            events[i] = new TimelineEvent(id, kind, r.Time(), Members.Read(ref r));
        }

        return new Timeline(events);
    }
}
