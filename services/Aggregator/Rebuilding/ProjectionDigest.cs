using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Aggregator.Projection;
using KpiPlatform.Kpis.Cells;
using KpiPlatform.Kpis.Facts;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Aggregator.Rebuilding;

/// <summary>
/// A digest of rows in whatever order they come: the sum, modulo 2^128, of each row's SHA-256 (its first half). Equal digests mean
/// equal sets of rows.
/// </summary>
internal sealed class ProjectionDigest
{
    private UInt128 sum;

    public ProjectionDigest()
    {
    }

    /// <summary>Goes on from the bytes of another.</summary>
    public ProjectionDigest(byte[] stored) => sum = BinaryPrimitives.ReadUInt128BigEndian(stored);

    /// <summary>A stream's timeline and facts, as a projection from nothing gives them.</summary>
    public void Add(StreamChange stream)
    {
        Add(stream.Key, TimelineCodec.Encode(stream.Timeline));
        foreach (var fact in stream.Facts.Added) Add(stream.Key, stream.Stream.Workspace, fact);
    }

    public void Add(Guid stream, byte[] timeline) => AddRow($"timeline {stream:n} {Convert.ToHexString(timeline)}");

    public void Add(CellKey key, byte[] tallies) =>
        AddRow($"cell {key.Workspace}\0{key.Cut} {key.Value}\0{(int)key.Grain} {key.Bucket.UtcTicks} {Convert.ToHexString(tallies)}");

    public void Add(Guid stream, string workspace, Fact fact) => AddRow(RowOf(stream, workspace, fact));

    /// <summary>Takes back a fact that was added.</summary>
    public void Remove(Guid stream, string workspace, Fact fact) => sum -= HashOf(RowOf(stream, workspace, fact));

    /// <summary>For storage.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, sum);
        return bytes;
    }

    public override string ToString() => sum.ToString("x32", null);

    private static string RowOf(Guid stream, string workspace, Fact fact)
    {
        var row = new StringBuilder($"fact {stream:n} {workspace}\0{fact.Ticket} {fact.At.UtcTicks} {fact.OpenedAt?.UtcTicks}");
        foreach (var dimension in Dimensions.All) row.Append('\0').Append(fact.Dimensions[dimension] ?? "\u0001");
        if (fact.IsAhead) row.Append("\0ahead");
        if (fact.IsStillThere) row.Append("\0there");
        if (fact.Lasting is { } lasting) row.Append('\0').Append(lasting.Until.UtcTicks).Append(lasting.Currency);
        foreach (var (measure, value) in fact.Bookings) row.Append('\0').Append(measure).Append('=').Append(value);
        return row.ToString();
    }

    private static UInt128 HashOf(string row) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(row)));

    private void AddRow(string row) => sum += HashOf(row);
}
