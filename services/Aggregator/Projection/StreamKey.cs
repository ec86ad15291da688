using System.Security.Cryptography;
using System.Text;
using KpiPlatform.Kpis.Tickets;

namespace KpiPlatform.Aggregator.Projection;

/// <summary>A stream's key in the tables: the first 128 bits of SHA-256 over its three names, each ended by a zero byte.</summary>
internal static class StreamKey
{
    public static Guid Of(StreamId stream)
    {
        var names = Encoding.UTF8.GetBytes($"{stream.Workspace}\0{stream.Source}\0{stream.Subject}\0");
        return new Guid(SHA256.HashData(names).AsSpan(0, 16), bigEndian: true);
    }
}
